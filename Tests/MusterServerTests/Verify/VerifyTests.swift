import Foundation
import HTTPTypes
import MusterCore
import MusterPolicy
import MusterStore
import Testing

@testable import MusterServer

/// A rule whose verifier is a shell script.
func verify(
  _ kind: String = "*", script: String, _ change: (inout VerifySettings) -> Void = { _ in }
) -> VerifySettings {
  var rule = VerifySettings()
  rule.kind = kind
  rule.command = ["sh", "-c", script]
  change(&rule)
  return rule
}

extension Settings {
  /// Simulated agents that answer at once, the first the cheapest, which is the one that is asked first.
  mutating func simulate(_ names: String...) {
    policy = "cheapest"
    simulated = names.enumerated().map { index, name in
      var agent = SimulatedSettings()
      (agent.name, agent.latency, agent.price) = (name, 0, Int64(index) * 1000)
      return agent
    }
  }
}

extension Activated {
  /// The task when it has ended.
  func ended(_ id: Int = 1) async throws -> [String: Any] {
    let answer = try await call(.get, "/api/v1/tasks/\(id)?wait=20s")
    return try #require(try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any])
  }

  /// How many verdicts of each kind the metrics count.
  func verdicts(_ ruling: Ruling) async throws -> Int {
    let text = try await call(.get, "/metrics").body
    let line = text.split(separator: "\n").first {
      $0.hasPrefix(#"muster_verdicts_total{verdict="\#(ruling)"}"#)
    }
    return line?.split(separator: " ").last.flatMap { Int($0) } ?? 0
  }

  /// What happened to a task that has ended.
  func happened(_ id: Int = 1) async throws -> [String] {
    let stream = try await call(.get, "/api/v1/tasks/\(id)/events").body
    return stream.split(separator: "\n").filter { $0.hasPrefix("event: ") }.map { String($0.dropFirst(7)) }
  }
}

@Suite("Answers that a program judges", .timeLimit(.minutes(5))) struct VerifyTests {
  private static let onlyB = #"grep -q '"agent":"b"'"#
  private static let chat = #"{"model":"auto","messages":[{"role":"user","content":"Hello"}]}"#

  @Test("An accepted answer is a success that is worth what the verifier says")
  func accepted() async throws {
    try await Activated.run {
      $0.simulate("a", "b")
      $0.verify = [verify(script: "cat > /dev/null; echo 0.75")]
    } _: { server in
      _ = try await server.call(.post, "/api/v1/tasks", #"{"input":[1]}"#)
      let task = try await server.ended()
      #expect(task["status"] as? String == "succeeded" && task["verdict"] as? String == "accepted")
      #expect(task["reward"] as? Double == 0.75 && task["agent"] as? String == "a")
      #expect(task["output"] as? [Int] == [1])
      #expect(
        try await server.happened() == ["submitted", "leased", "started", "answered", "succeeded"])
      #expect(try await server.verdicts(.accepted) == 1)
    }
  }

  /// What `fastest` has learned of the only agent's time, in seconds.
  private func seconds(_ server: Activated) async throws -> Double {
    var policy = try Sentence("fastest").policy()
    try policy.restore(
      try await server.activation.shell.read { session in session.state.orchestrator.policy.snapshot() })
    var fixture = FrameFixture(agents: [Agent(id: AgentID(1))])
    fixture.offer([MusterCore.Task(id: TaskID(1), kind: KindID(0))], explaining: 1)
    var plan = Plan()
    policy.plan(&fixture.frame, into: &plan)
    return -Double(try #require(plan.explanations[0]?.scores.first))
  }

  @Test("An agent's time ends with its answer, not with the verdict")
  func time() async throws {
    try await Activated.run {
      $0.simulate("a")
      $0.policy = "fastest"
      $0.verify = [verify(script: "cat > /dev/null; sleep 1")]
    } _: { server in
      _ = try await server.call(.post, "/api/v1/tasks", "{}")
      #expect(try await server.ended()["status"] as? String == "succeeded")
      let seconds = try await seconds(server)
      #expect(seconds < 0.9, "\(seconds)")
    }
  }

  @Test("So many answers are judged at once, and the others after them")
  func queue() async throws {
    try await Activated.run {
      $0.simulate("a")
      $0.simulated[0].concurrency = 6
      // Fails where another of its kind runs beside it.
      $0.verify = [
        verify(script: "d=/tmp/muster-verdict.$PPID; mkdir $d || exit 1; sleep 0.05; rmdir $d") {
          $0.concurrency = 1
          $0.attempts = 1
        }
      ]
    } _: { server in
      for _ in 0..<6 { _ = try await server.call(.post, "/api/v1/tasks", "{}") }
      for id in 1...6 { #expect(try await server.ended(id)["verdict"] as? String == "accepted") }
    }
  }

  @Test("A rejected answer goes to another agent at once")
  func escalates() async throws {
    try await Activated.run {
      $0.simulate("a", "b")
      $0.verify = [verify(script: Self.onlyB)]
    } _: { server in
      _ = try await server.call(.post, "/api/v1/tasks", #"{"input":[1]}"#)
      let task = try await server.ended()
      #expect(task["status"] as? String == "succeeded" && task["agent"] as? String == "b")
      #expect(task["failures"] as? Int == 1 && task["reward"] as? Double == 1)
      let tried = ["leased", "started", "answered"]
      #expect(
        try await server.happened() == ["submitted"] + tried + ["attempt_failed"] + tried + ["succeeded"])
      #expect(try await server.verdicts(.accepted) == 1)
      #expect(try await server.verdicts(.rejected) == 1)
    }
  }

  @Test("The policy learns from the verdict")
  func learns() async throws {
    try await Activated.run {
      $0.simulate("a", "b")
      $0.policy = "feasible | fit-to-kind | best"
      $0.verify = [verify(script: Self.onlyB)]
    } _: { server in
      for _ in 0..<12 { _ = try await server.call(.post, "/api/v1/tasks", "{}") }
      var last: [String: Any] = [:]
      for id in 1...12 { last = try await server.ended(id) }
      _ = try await server.call(.post, "/api/v1/tasks", "{}")
      last = try await server.ended(13)
      #expect(last["agent"] as? String == "b" && last["failures"] as? Int == 0, "\(last)")
    }
  }

  @Test("When nobody else may or can answer, the last answer is there, and the task has failed")
  func last() async throws {
    try await Activated.run {
      $0.simulate("a", "b", "c")
      $0.verify = [
        verify("two", script: "exit 1") { $0.attempts = 2 },
        verify("all", script: "exit 1") { $0.attempts = 8 },
      ]
    } _: { server in
      _ = try await server.call(.post, "/api/v1/tasks", #"{"kind":"two","input":"x"}"#)
      _ = try await server.call(.post, "/api/v1/tasks", #"{"kind":"all","input":"x"}"#)
      _ = try await server.call(.post, "/api/v1/tasks", #"{"kind":"two","retry":{"attempts":1}}"#)
      for (id, agent, failures) in [(1, "b", 2), (2, "c", 3), (3, "a", 1)] {
        let task = try await server.ended(id)
        #expect(task["status"] as? String == "failed" && task["verdict"] as? String == "rejected")
        #expect(task["agent"] as? String == agent && task["failures"] as? Int == failures, "\(task)")
        #expect(task["output"] as? String == (id == 3 ? nil : "x"))
        #expect(task["reward"] as? Double == 0)
      }
      #expect(try await server.verdicts(.rejected) == 6)
    }
  }

  @Test("A verifier that breaks or takes too long lets the answer pass")
  func broken() async throws {
    try await Activated.run {
      $0.simulate("a", "b")
      $0.verify = [
        verify("breaks", script: "exit 3"),
        verify("hangs", script: "sleep 60") { $0.timeout = Span.second / 10 },
        verify("floods", script: "yes"), verify("absent", script: "") { $0.command = ["/none/such"] },
      ]
    } _: { server in
      let kinds = ["breaks", "hangs", "floods", "absent", "other"]
      for kind in kinds { _ = try await server.call(.post, "/api/v1/tasks", #"{"kind":"\#(kind)"}"#) }
      for (index, kind) in kinds.enumerated() {
        let task = try await server.ended(index + 1)
        #expect(task["status"] as? String == "succeeded" && task["agent"] as? String == "a", "\(kind)")
        #expect(task["verdict"] as? String == (kind == "other" ? nil : "broken"), "\(kind)")
      }
      #expect(try await server.verdicts(.broken) == 4)
    }
  }

  @Test("The answers of programs of this machine are judged too")
  func process() async throws {
    try await Activated.run {
      var program = ProcessSettings()
      (program.name, program.command) = ("program", ["cat"])
      $0.processes = [program]
      $0.verify = [verify(script: #"grep -q '"input":{"n":1},"output":{"n":1}'"#)]
    } _: { server in
      for n in 1...2 { _ = try await server.call(.post, "/api/v1/tasks", #"{"input":{"n":\#(n)}}"#) }
      #expect(try await server.ended(1)["status"] as? String == "succeeded")
      let task = try await server.ended(2)
      #expect(task["status"] as? String == "failed" && task["failures"] as? Int == 1)
    }
  }

  @Test("When the server stops while a verdict is awaited, the work of its own agents is done again")
  func restart() async throws {
    let log = MemoryLog()
    try await Activated.run(log: log) {
      $0.simulate("a")
      $0.verify = [verify(script: "sleep 60")]
    } _: { server in
      _ = try await server.call(.post, "/api/v1/tasks", #"{"input":[1]}"#)
      while try await !server.call(.get, "/api/v1/tasks/1").body.contains(#""verdict":"pending""#) {
        try await Swift.Task.sleep(for: .milliseconds(5))
      }
    }
    try await Activated.run(log: log) {
      $0.simulate("a")
      $0.verify = [verify(script: "exit 0")]
    } _: { server in
      let task = try await server.ended()
      #expect(task["status"] as? String == "succeeded" && task["verdict"] as? String == "accepted")
      #expect(try await server.happened().filter { $0 == "answered" }.count == 2)
    }
  }

  @Test("A caller who waits gets the answer that passed, and is told so")
  func face() async throws {
    try await Activated.run {
      $0.simulate("a", "b")
      $0.verify = [verify("chat/completions", script: Self.onlyB)]
    } _: { server in
      let answer = try await server.call(.post, "/v1/chat/completions", Self.chat)
      #expect(answer.status == 200 && answer.headers["x-muster-verdict"] == "accepted")
      #expect(answer.headers["x-muster-agent"] == "b" && answer.headers["x-muster-attempt"] == "2")
      let task = try await server.ended()
      #expect(task["status"] as? String == "succeeded" && task["verdict"] as? String == "accepted")

      let streamed = try await server.call(
        .post, "/v1/chat/completions", Self.chat.replacing("{\"model", with: #"{"stream":true,"model"#))
      #expect(
        streamed.headers["x-muster-verdict"] == "unverified" && streamed.headers["x-muster-agent"] == "a")
      let other = try await server.call(
        .post, "/v1/completions", #"{"model":"auto","prompt":"Hello"}"#)
      #expect(other.status == 200 && other.headers["x-muster-verdict"] == nil)
    }
  }

  @Test("A caller who waits gets the last answer where none passed")
  func lastAnswer() async throws {
    try await Activated.run {
      $0.simulate("a", "b", "c")
      $0.verify = [verify("chat/completions", script: "exit 1") { $0.attempts = 2 }]
    } _: { server in
      let answer = try await server.call(.post, "/v1/chat/completions", Self.chat)
      #expect(answer.status == 200 && answer.body.contains("Hello from b."))
      #expect(answer.headers["x-muster-verdict"] == "rejected" && answer.headers["x-muster-agent"] == "b")
      let task = try await server.ended()
      #expect(task["status"] as? String == "failed" && task["failures"] as? Int == 2)
    }
  }

  @Test("A caller who waits gets the rejected answer where the next agent fails")
  func nextAgentFails() async throws {
    try await Activated.run {
      $0.simulate("a", "b")
      $0.simulated[1].failure = 1
      $0.verify = [verify("chat/completions", script: "exit 1")]
    } _: { server in
      let answer = try await server.call(
        .post, "/v1/chat/completions", Self.chat, headers: [("x-muster-timeout", "5s")])
      #expect(answer.status == 200 && answer.headers["x-muster-verdict"] == "rejected")
      #expect(answer.headers["x-muster-agent"] == "a")
    }
  }

  @Test("The caller's deadline bounds the verdict")
  func deadline() async throws {
    try await Activated.run {
      $0.simulate("a")
      $0.verify = [verify("chat/completions", script: "sleep 60")]
    } _: { server in
      let began = ContinuousClock.now
      let answer = try await server.call(
        .post, "/v1/chat/completions", Self.chat, headers: [("x-muster-timeout", "500ms")])
      #expect(answer.status == 200 && answer.headers["x-muster-verdict"] == "broken")
      #expect(ContinuousClock.now - began < .seconds(10))
    }
  }
}
