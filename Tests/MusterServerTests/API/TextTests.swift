import MusterCore
import Testing

@testable import MusterServer

@Suite("What tasks say", .timeLimit(.minutes(5))) struct TextTests {
  private func submitted(under policy: String) async throws -> MusterCore.Task {
    try await Activated.run {
      $0.policy = policy
    } _: { server in
      let answer = try await server.call(
        .post, "/api/v1/tasks",
        #"{"input": {"messages": [{"role": "user", "content": "Prove that 7 is prime."}]}}"#)
      #expect(answer.status == 201)
      return try await server.activation.shell.read { session in
        let tasks = session.state.orchestrator.engine.tasks
        let row = try #require(tasks.row(of: TaskID(1)))
        return tasks.specs[row]
      }
    }
  }

  @Test func isReadForAPolicyThatChoosesByIt() async throws {
    let task = try await submitted(under: "feasible | win-rate | best")
    #expect(task.terms.count > 5)
    #expect(task.features.isEmpty)
  }

  @Test func isLeftAloneForOthers() async throws {
    #expect(try await submitted(under: "feasible | fit-to-kind | best").terms.isEmpty)
  }

  @Test func anEmbedderIsAnEndpointThatIsThere() throws {
    let error = #expect(throws: SettingsError.self) {
      try Settings.load(file: nil, overrides: ["texts.embeddings": "nobody"])
    }
    #expect("\(error.map { "\($0)" } ?? "")".contains("texts.embeddings"))
  }
}
