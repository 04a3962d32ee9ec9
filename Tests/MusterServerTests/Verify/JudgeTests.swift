import Foundation
import HTTPTypes
import Testing

@testable import MusterServer

@Suite("Answers that a model judges", .timeLimit(.minutes(5))) struct JudgeTests {
  /// A server with a simulated agent, whose answers an endpoint judges that says this.
  private func judged<Value>(
    _ says: String, _ status: [HTTPResponse.Status] = [], _ body: (Activated, Receiver) async throws -> Value
  ) async throws -> Value {
    let reply = #"""
      {"choices":[{"index":0,"message":{"role":"assistant","content":"\#(says)"}}],
      "usage":{"prompt_tokens":1000,"completion_tokens":10,"total_tokens":1010}}
      """#
    let receiver = Receiver(answers: status, reply)
    return try await receiver.run { address in
      try await Activated.run {
        $0.simulate("a")
        $0.simulated[0].price = 500
        var judge = EndpointSettings()
        (judge.name, judge.model, judge.models) = ("judge", "j-1", ["judge-only"])
        judge.url = WebAddress(address + "/v1") ?? .none
        judge.price.input = 1_000_000
        $0.endpoints = [judge]
        var rule = VerifySettings()
        (rule.kind, rule.agent) = ("default", "judge")
        $0.verify = [rule]
      } _: { server in
        try await body(server, receiver)
      }
    }
  }

  @Test("It is shown question and answer, and what it charges is added to the cost")
  func accepted() async throws {
    try await judged("0.9") { server, receiver in
      _ = try await server.call(.post, "/api/v1/tasks", #"{"input":{"sum":[2,2]}}"#)
      let task = try await server.ended()
      #expect(task["status"] as? String == "succeeded" && task["reward"] as? Double == 0.9)
      // 500 micro-dollars for the task, and 1000 tokens at a dollar for a million.
      #expect(task["cost_usd"] as? Double == 0.0015)
      var calls = receiver.calls.makeAsyncIterator()
      let call = try #require(await calls.next())
      #expect(call.path == "/v1/chat/completions" && call.body.contains(#""model":"j-1""#))
      #expect(
        call.body.contains(#"{\"question\":{\"sum\":[2,2]},\"answer\":{\"sum\":[2,2]}}"#), "\(call.body)")
    }
  }

  @Test("Its no is a rejection; where nobody else is, the answer is the last")
  func rejected() async throws {
    try await judged("No.") { server, _ in
      _ = try await server.call(.post, "/api/v1/tasks", #"{"input":1}"#)
      let task = try await server.ended()
      #expect(task["status"] as? String == "failed" && task["verdict"] as? String == "rejected")
      #expect(task["cost_usd"] as? Double == 0.0015 && task["output"] as? Int == 1)
    }
  }

  @Test("What it says otherwise, and an error, let the answer pass", arguments: ["perhaps", ""])
  func broken(_ says: String) async throws {
    try await judged(says, says.isEmpty ? [.internalServerError] : []) { server, _ in
      _ = try await server.call(.post, "/api/v1/tasks", "{}")
      let task = try await server.ended()
      #expect(task["status"] as? String == "succeeded" && task["verdict"] as? String == "broken")
      #expect(task["cost_usd"] as? Double == (says.isEmpty ? 0.0005 : 0.0015))
    }
  }
}
