import Foundation
import HTTPTypes
import MusterStore
import Testing

@testable import MusterServer

@Suite("Answers that their callers judge", .timeLimit(.minutes(5))) struct FeedbackTests {
  private static func rule(_ timeout: Int64) -> [VerifySettings] {
    var rule = VerifySettings()
    (rule.kind, rule.feedback, rule.timeout) = ("*", true, timeout)
    return [rule]
  }

  /// Workers `a` and `b`, who take and report over HTTP.
  private func join(_ server: Activated) async throws {
    for (name, price) in [("a", 0), ("b", 1)] {
      let agent = #"{"concurrency":2,"price":{"per_task_usd":\#(price)}}"#
      let answer = try await server.call(.put, "/api/v1/agents/\(name)", agent)
      #expect(answer.status < 300, "\(answer.body)")
    }
  }

  /// Takes a lease and gives its number.
  private func take(_ server: Activated, _ agent: String) async throws -> String {
    let answer = try await server.call(.post, "/api/v1/agents/\(agent)/leases", #"{"wait":"5s"}"#)
    let object = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: [[String: Any]]]
    return try #require(object?["leases"]?.first?["lease"] as? String, "\(answer.body)")
  }

  private func report(_ server: Activated, _ lease: String, _ rest: String) async throws -> String {
    let answer = try await server.call(.post, "/api/v1/leases/\(lease)/report", #"{"task":"1",\#(rest)}"#)
    #expect(answer.status == 200)
    return answer.body
  }

  private func look(_ server: Activated) async throws -> [String: Any] {
    let answer = try await server.call(.get, "/api/v1/tasks/1")
    return try #require(try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any])
  }

  @Test("A worker's report is taken at once; the caller's word decides, and sends the task on")
  func feedback() async throws {
    try await Activated.run {
      $0.policy = "cheapest"
      $0.engine.leaseTerm = Span.second / 2
      $0.verify = Self.rule(Span.hour)
    } _: { server in
      try await join(server)
      _ = try await server.call(.post, "/api/v1/tasks", "{}")
      let first = try await take(server, "a")
      #expect(
        try await report(server, first, #""succeeded":true,"output":"1st","cost_usd":0.5"#).contains(
          "accepted"))
      // A repeat changes nothing, whatever it says.
      #expect(try await report(server, first, #""succeeded":false"#).contains("accepted"))
      #expect(try await report(server, first, #""succeeded":true,"output":"2nd""#).contains("accepted"))
      // The lease is kept, though its worker is silent for longer than its term.
      try await Swift.Task.sleep(for: .seconds(1))
      let pending = try await look(server)
      #expect(pending["status"] as? String == "running" && pending["verdict"] as? String == "pending")
      #expect(pending["output"] as? String == "1st" && pending["lease"] as? String == first)

      let rejected = try await server.call(.post, "/api/v1/tasks/1/feedback", #"{"reward":0.4}"#)
      #expect(rejected.status == 200 && rejected.body.contains(#""verdict":"rejected""#), "\(rejected.body)")
      #expect(try await report(server, first, #""succeeded":true"#).contains("lease_lost"))
      let second = try await take(server, "b")
      #expect(try await report(server, second, #""succeeded":true,"output":"2nd""#).contains("accepted"))
      let accepted = try await server.call(.post, "/api/v1/tasks/1/feedback", #"{"reward":0.9}"#)
      #expect(accepted.body.contains(#""verdict":"accepted""#))
      let task = try await look(server)
      #expect(task["status"] as? String == "succeeded" && task["output"] as? String == "2nd")
      #expect(task["reward"] as? Double == 0.9 && task["cost_usd"] as? Double == 1.5)
      #expect(try await server.happened().filter { $0 == "answered" }.count == 2)
      // From now on feedback is what it always was.
      _ = try await server.call(.post, "/api/v1/tasks/1/feedback", #"{"reward":0.1}"#)
      #expect(try await look(server)["status"] as? String == "succeeded")
      #expect(try await report(server, second, #""succeeded":true"#).contains("task_ended"))
      #expect(try await server.verdicts(.accepted) == 1)
      #expect(try await server.verdicts(.rejected) == 1)
    }
  }

  @Test("Silence is consent")
  func silence() async throws {
    try await Activated.run {
      $0.verify = Self.rule(Span.second / 10)
    } _: { server in
      try await join(server)
      _ = try await server.call(.post, "/api/v1/tasks", "{}")
      let lease = try await take(server, "a")
      let body = #"{"reports":[{"lease":"\#(lease)","task":"1","succeeded":true,"reward":0.25}]}"#
      #expect(try await server.call(.post, "/api/v1/reports", body).body.contains("accepted"))
      let task = try await server.ended()
      #expect(task["status"] as? String == "succeeded" && task["reward"] as? Double == 0.25)
      #expect(task["verdict"] as? String == "accepted")
    }
  }

  @Test(
    "A report that is held outlives the server, from the log and from a snapshot", arguments: [false, true])
  func restart(_ hasSnapshot: Bool) async throws {
    let log = MemoryLog()
    let lease = try await Activated.run(log: log, savesAtEnd: hasSnapshot) {
      $0.verify = Self.rule(Span.hour)
    } _: { server in
      try await join(server)
      _ = try await server.call(.post, "/api/v1/tasks", "{}")
      let lease = try await take(server, "a")
      _ = try await report(server, lease, #""succeeded":true,"output":[1],"cost_usd":0.5"#)
      return lease
    }
    try await Activated.run(log: log, savesAtEnd: hasSnapshot) {
      $0.verify = Self.rule(Span.hour)
    } _: { server in
      let task = try await look(server)
      #expect(task["verdict"] as? String == "pending" && task["lease"] as? String == lease)
    }
    // Whoever asks for no verdicts any more takes the answer as it is.
    try await Activated.run(log: log) { server in
      let task = try await server.ended()
      #expect(task["status"] as? String == "succeeded" && task["output"] as? [Int] == [1])
      #expect(task["cost_usd"] as? Double == 0.5 && task["verdict"] == nil)
    }
  }

  @Test("A task that is cancelled has no verdict to wait for")
  func cancel() async throws {
    try await Activated.run {
      $0.verify = Self.rule(Span.hour)
    } _: { server in
      try await join(server)
      _ = try await server.call(.post, "/api/v1/tasks", "{}")
      let lease = try await take(server, "a")
      _ = try await report(server, lease, #""succeeded":true"#)
      _ = try await server.call(.delete, "/api/v1/tasks/1")
      let task = try await server.ended()
      #expect(task["status"] as? String == "cancelled" && task["verdict"] == nil)
    }
  }
}
