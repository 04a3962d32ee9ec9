import Foundation
import MusterCore
import MusterMath
import MusterStore
import Testing

@testable import MusterServer

@Suite("What is kept of an answer until its verdict", .timeLimit(.minutes(5))) struct HeldReportTests {
  /// As servers of before turns and grades were kept wrote it: lease 3 at 1 s, a reward of 0.5, 7 micro-dollars and
  /// 9 tokens; and without a reward.
  @Test func whatOlderServersWroteIsRead() throws {
    for (reward, flag) in [(0.5 as Double?, 1 as UInt8), (nil, 0)] {
      var writer = ByteWriter()
      writer.varint(3)
      writer.zigzag(1_000_000_000)
      writer.byte(flag)
      if let reward { writer.fixed64(reward.bitPattern) }
      writer.zigzag(7)
      writer.varint(9)
      var reader = ByteReader(writer.bytes)
      let held = try HeldReport(from: &reader)
      try reader.expectEnd()
      #expect(held.lease == LeaseID(3) && held.at == Instant(1_000_000_000) && held.reward == reward)
      #expect(held.cost == 7 && held.outputTokens == 9 && held.turns == nil && held.grades.isEmpty)
      #expect(held.bytes == writer.bytes)
    }
  }

  @Test("Turns and grades come with the answer when it counts at last", arguments: [false, true])
  func kept(_ restarts: Bool) async throws {
    let log = MemoryLog()
    func settings(_ settings: inout Settings) {
      var rule = VerifySettings()
      (rule.kind, rule.feedback, rule.timeout) = ("*", true, Span.hour)
      settings.verify = [rule]
    }
    func judge(_ server: Activated) async throws {
      _ = try await server.call(.post, "/api/v1/tasks/1/feedback", #"{"reward":0.9}"#)
      #expect(try await server.ended()["status"] as? String == "succeeded")
    }
    try await Activated.run(log: log, settings) { server in
      try await server.join("a")
      try await server.submit("{}")
      let report = #""succeeded":true,"turns":12,"rubric":{"correct":1,"clear":0.5},"output_tokens":40"#
      #expect(try await server.report(try await server.take("a"), report) == "accepted")
      if !restarts { try await judge(server) }
    }
    if restarts { try await Activated.run(log: log, settings, judge) }
    var endings: [Ending] = []
    for record in try await log.read(from: .zero, limit: 1000) {
      if case .ended(let ending) = try FactCodec.decode(record.bytes).event { endings.append(ending) }
    }
    #expect(endings.map(\.turns) == [12] && endings.map(\.outputTokens) == [40])
    #expect(endings.map(\.grades) == [[Grade("correct", 1), Grade("clear", 0.5)]])
  }

  @Test("A run that is called off while its verdict is awaited pays for its answer")
  func calledOff() async throws {
    try await Activated.run {
      $0.policy = "cheapest"
      $0.verify = [verify(script: #"case "$(cat)" in *'"agent":"a"'*) sleep 5;; esac"#)]
    } _: { server in
      try await server.join("a", "b")
      try await server.submit(#"{"ask":{"agents":2,"rule":"race"}}"#)
      let (a, b) = (try await server.take("a"), try await server.take("b"))
      _ = try await server.report(a, #""succeeded":true,"cost_usd":0.5"#)
      _ = try await server.report(b, #""succeeded":true,"cost_usd":2"#)
      let task = try await server.ended()
      #expect(task["agent"] as? String == "b" && task["cost_usd"] as? Double == 2.5)
      #expect(try await server.spent() == 2.5)
    }
  }
}
