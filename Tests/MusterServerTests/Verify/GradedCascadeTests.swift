import Foundation
import MusterPolicy
import MusterStore
import Testing

@testable import MusterServer

@Suite("Answers that a policy keeps by the verifier's confidence", .timeLimit(.minutes(5)))
struct GradedCascadeTests {
  /// Sure of a's answers to .8, of b's to .4 and of c's to .1.
  private static let grades =
    #"case "$(cat)" in *'"agent":"a"'*) echo 0.8;; *'"agent":"b"'*) echo 0.4;; *) echo 0.1;; esac"#
  private static let chat = #"{"model":"auto","messages":[{"role":"user","content":"Hello"}]}"#

  private static func settings(_ settings: inout Settings, _ policy: String) {
    settings.simulate("a", "b", "c")
    settings.policy = policy
    settings.verify = [verify(script: grades)]
  }

  private static func thresholds(_ thresholds: String) -> String {
    "cascade(stages: \"a > b > c\", thresholds: \"\(thresholds)\")"
  }

  @Test(
    "A stage's threshold goes before the verifier's own, and the last answer is always kept",
    arguments: [("0.8 0", "a", 0.8), ("0.9 0.3", "b", 0.4), ("0.9 0.9", "c", 0.1)])
  func thresholds(_ thresholds: String, _ agent: String, _ reward: Double) async throws {
    try await Activated.run {
      Self.settings(&$0, Self.thresholds(thresholds))
    } _: { server in
      _ = try await server.call(.post, "/api/v1/tasks", #"{"input":[1]}"#)
      let task = try await server.ended()
      #expect(task["status"] as? String == "succeeded" && task["verdict"] as? String == "accepted")
      #expect(task["agent"] as? String == agent && task["reward"] as? Double == reward, "\(task)")
      #expect(task["failures"] as? Int == ["a", "b", "c"].firstIndex(of: agent))
    }
  }

  @Test("Without thresholds the verifier's own decides") func plain() async throws {
    try await Activated.run {
      Self.settings(&$0, #"cascade(stages: "b > c > a")"#)
    } _: { server in
      _ = try await server.call(.post, "/api/v1/tasks", "{}")
      let task = try await server.ended()
      #expect(task["agent"] as? String == "a" && task["failures"] as? Int == 2)
    }
  }

  /// b is wrong, by its grade. Where a may be right c is, and is asked; where a is surely wrong nobody is.
  @Test("Self-verification goes by all that was said of the task", arguments: [(0.5, "c"), (0.1, "b")])
  func selfVerification(_ first: Double, _ agent: String) async throws {
    let counts = AnswerCounts(
      patterns: [100, 0, 500, 0, 0, 400, 0, 0], bounds: [0.3, 0.6],
      right: [1, 300, 99, 1, 100, 400, 1, 1, 1],
      wrong: [300, 300, 1, 450, 40, 10, 1, 1, 1], costs: [0.001, 0.001, 0.3])
    try await Activated.run {
      Self.settings(&$0, counts.sentence(stages: ["a", "b", "c"], worth: 1))
      $0.verify = [
        verify(script: #"case "$(cat)" in *'"agent":"a"'*) echo \#(first);; *) echo 0.2;; esac"#)
      ]
    } _: { server in
      _ = try await server.call(.post, "/api/v1/tasks", "{}")
      let task = try await server.ended()
      #expect(task["status"] as? String == "succeeded" && task["agent"] as? String == agent, "\(task)")
    }
  }

  /// The rule allows two agents: the policy would ask a third.
  @Test("The rule's attempts bound the policy") func attempts() async throws {
    try await Activated.run {
      Self.settings(&$0, Self.thresholds("0.9 0.9"))
      $0.verify[0].attempts = 2
    } _: { server in
      _ = try await server.call(.post, "/api/v1/tasks", "{}")
      let task = try await server.ended()
      #expect(task["status"] as? String == "failed" && task["verdict"] as? String == "rejected")
      #expect(task["agent"] as? String == "b")
    }
  }

  @Test("A caller who waits gets the answer that the policy keeps, and its verdict") func face() async throws
  {
    try await Activated.run {
      Self.settings(&$0, Self.thresholds("0.9 0.3"))
    } _: { server in
      let answer = try await server.call(.post, "/v1/chat/completions", Self.chat)
      #expect(answer.status == 200 && answer.headers["x-muster-agent"] == "b", "\(answer.body)")
      // The verifier's own threshold is .5, and it is sure of .4 here.
      #expect(answer.headers["x-muster-verdict"] == "accepted")
      #expect(answer.headers["x-muster-attempt"] == "2")
    }
  }

  @Test("After a restart nothing is asked again") func restart() async throws {
    let log = MemoryLog()
    try await Activated.run(log: log) {
      Self.settings(&$0, Self.thresholds("0.9 0.3"))
    } _: { server in
      _ = try await server.call(.post, "/api/v1/tasks", "{}")
      #expect(try await server.ended()["agent"] as? String == "b")
    }
    // This policy would have kept the first answer.
    try await Activated.run(log: log) {
      Self.settings(&$0, Self.thresholds("0 0"))
    } _: { server in
      let task = try await server.ended()
      #expect(task["agent"] as? String == "b" && task["reward"] as? Double == 0.4)
    }
  }
}
