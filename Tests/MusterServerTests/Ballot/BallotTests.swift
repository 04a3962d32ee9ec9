import Foundation
import MusterCore
import MusterStore
import Testing

@testable import MusterServer

@Suite("Tasks that several workers do", .timeLimit(.minutes(5))) struct BallotTests {
  private func run(
    _ policy: String = "feasible | cheapest | best", log: any Log = MemoryLog(), saves: Bool = false,
    _ body: (Activated) async throws -> Void
  ) async throws {
    try await Activated.run(log: log, savesAtEnd: saves) {
      $0.policy = policy
    } _: { server in
      try await body(server)
    }
  }

  @Test("A race is won by the first success; who lost it pays for what it had used, once")
  func race() async throws {
    try await run { server in
      try await server.join("a", "b", "c")
      try await server.submit(#"{"ask":{"agents":3,"rule":"race"},"input":[1]}"#)
      let (a, b, c) = (try await server.take("a"), try await server.take("b"), try await server.take("c"))
      let failure = #""succeeded":false,"retryable":false,"cost_usd":0.5"#
      #expect(try await server.report(a, failure) == "accepted")
      #expect(try await server.task()["status"] as? String == "submitted")
      #expect(try await server.report(b, #""succeeded":true,"output":"mine","cost_usd":2"#) == "accepted")
      let task = try await server.task()
      #expect(task["status"] as? String == "succeeded" && task["reason"] as? String == "ballot_decided")
      #expect(task["agent"] as? String == "b" && task["output"] as? String == "mine")
      #expect(task["runs"] as? [String] == ["2", "3", "4"] && task["winner"] as? String == b.task)
      #expect(task["cost_usd"] as? Double == 2.5)
      // The loser hears of it when it renews, and tells what it used until then.
      let renewal = try await server.call(
        .post, "/api/v1/leases/\(c.lease)/renew", #"{"task":"\#(c.task)"}"#)
      #expect(renewal.status == 409 && renewal.body.contains("lease_lost"), "\(renewal.body)")
      for _ in 0..<2 {
        #expect(try await server.report(c, #""succeeded":false,"cost_usd":0.25"#) == "task_ended")
      }
      #expect(try await server.report(b, #""succeeded":true,"cost_usd":2"#) == "task_ended")
      #expect(try await server.task()["cost_usd"] as? Double == 2.75)
      #expect(try await server.spent() == 2.75)
      let lost = try await server.task(4)
      #expect(lost["status"] as? String == "cancelled" && lost["reason"] as? String == "called_off")
      #expect(lost["run_of"] as? String == "1" && lost["cost_usd"] as? Double == 0.25)
    }
  }

  @Test("A majority decides as soon as nothing can change it, and whoever is still at it is called off")
  func majority() async throws {
    try await run { server in
      try await server.join("a", "b", "c")
      try await server.submit(#"{"ask":{}}"#)
      let (a, b, c) = (try await server.take("a"), try await server.take("b"), try await server.take("c"))
      try await server.answer(c, #""yes""#)
      #expect(try await server.task()["status"] as? String == "submitted")
      try await server.answer(a, #""yes""#)
      let task = try await server.ended()
      #expect(task["output"] as? String == "yes" && task["disagreement"] as? Double == 0)
      #expect(try await server.report(b, #""succeeded":true,"output":"no""#) == "task_ended")
      #expect(try await server.task()["output"] as? String == "yes")
    }
  }

  @Test("The same bytes are the same vote, others are not") func votes() async throws {
    try await run { server in
      try await server.join("a", "b", "c")
      try await server.submit(#"{"ask":{"agents":3}}"#)
      try await server.answer(try await server.take("a"), #"{"x":1}"#)
      try await server.answer(try await server.take("b"), #"{"x":2}"#)
      try await server.answer(try await server.take("c"), #"{"x":2}"#)
      let task = try await server.ended()
      #expect((task["output"] as? [String: Int]) == ["x": 2])
      #expect(abs((task["disagreement"] as? Double ?? 0) - 1.0 / 3) < 1e-12)
    }
  }

  @Test("Votes weigh what their agents have shown, under a policy that weighs them, and under no other")
  func weighted() async throws {
    try await run { server in
      let refused = try await server.call(.post, "/api/v1/tasks", #"{"ask":{"rule":"weighted"}}"#)
      #expect(refused.status == 400 && refused.body.contains(#""/ask/rule""#), "\(refused.body)")
      #expect(refused.body.contains("vote-weights"))
      let batch = #"{"tasks":[{},{"ask":{"rule":"weighted"}}]}"#
      let all = try await server.call(.post, "/api/v1/tasks/batch", batch)
      #expect(all.status == 400 && all.body.contains(#""/tasks/1/ask/rule""#), "\(all.body)")
    }
    try await run("feasible | round-robin | vote-weights") { server in
      try await server.join("a", "b", "c")
      for _ in 0..<9 { try await server.submit("{}") }
      for (worker, isRight) in [("a", true), ("b", false), ("c", false)] {
        for taken in try await server.take(worker, 3) {
          _ = try await server.report(taken, #""succeeded":\#(isRight),"retryable":false"#)
        }
      }
      try await server.submit(#"{"ask":{"rule":"weighted"}}"#)
      try await server.answer(try await server.take("b"), #""no""#)
      try await server.answer(try await server.take("c"), #""no""#)
      #expect(try await server.task(10)["status"] as? String == "submitted")
      try await server.answer(try await server.take("a"), #""yes""#)
      #expect(try await server.ended(10)["output"] as? String == "yes")
    }
  }

  @Test("Of rankings the answer wins that beats every other in pairs") func condorcet() async throws {
    try await run { server in
      try await server.join("a", "b", "c", "d", "e")
      try await server.submit(#"{"ask":{"agents":5,"rule":"condorcet"}}"#)
      // First choices: x twice, z twice, y once; y beats x by 3 to 2 and z by 3 to 2.
      let rankings = [
        ("a", #"["x","y","z"]"#), ("b", #"["x","y","z"]"#), ("c", #"["z","y","x"]"#),
        ("d", #"["z","y","x"]"#), ("e", #"["y","x","z"]"#),
      ]
      for (worker, ranking) in rankings { try await server.answer(try await server.take(worker), ranking) }
      let task = try await server.ended()
      #expect(task["agent"] as? String == "e" && task["output"] as? [String] == ["y", "x", "z"])
    }
  }

  @Test("The reserve is asked where the first disagree, and its numbers are kept for it")
  func reserve() async throws {
    try await run { server in
      try await server.join("a", "b", "c", "d")
      try await server.submit(#"{"ask":{"agents":2,"reserve":2,"doubt":0.4}}"#)
      try await server.submit(#"{"kind":"other"}"#)
      #expect(try await server.task(6)["kind"] as? String == "other")
      let first = try await server.take("a", 2)
      #expect(first.map(\.task) == ["2", "6"])
      try await server.answer(first[0], #""yes""#)
      #expect(try await server.isIdle("c"))
      try await server.answer(try await server.take("b"), #""no""#)
      let (c, d) = (try await server.take("c"), try await server.take("d"))
      #expect([c.task, d.task] == ["4", "5"])
      try await server.answer(c, #""no""#)
      try await server.answer(d, #""no""#)
      let task = try await server.ended()
      #expect(task["output"] as? String == "no" && task["runs"] as? [String] == ["2", "3", "4", "5"])
      // Where the first agree nobody else is asked.
      try await server.submit(#"{"ask":{"agents":2,"reserve":2,"doubt":0.4}}"#)
      try await server.answer(try await server.take("a"), #""yes""#)
      try await server.answer(try await server.take("b"), #""yes""#)
      #expect(try await server.ended(7)["runs"] as? [String] == ["8", "9"])
    }
  }

  @Test("What makes no sense is refused, part by part") func refusals() async throws {
    try await run { server in
      for (ask, pointer) in [
        (#"{"agents":17}"#, "/ask/agents"), (#"{"agents":10,"reserve":7}"#, "/ask/reserve"),
        (#"{"rule":"lottery"}"#, "/ask/rule"), (#"{"doubt":0.5}"#, "/ask/doubt"),
        (#"{"reserve":1,"doubt":2}"#, "/ask/doubt"), (#"{"reserves":1}"#, "/ask/reserves"),
      ] {
        let answer = try await server.call(.post, "/api/v1/tasks", #"{"ask":\#(ask)}"#)
        #expect(answer.status == 400 && answer.body.contains(pointer), "\(ask): \(answer.body)")
      }
      let answer = try await server.call(.post, "/api/v1/tasks", #"{"ask":{},"gang":"g"}"#)
      #expect(answer.status == 400 && answer.body.contains("/ask/agents"))
    }
  }

  @Test("A batch may ask several, and what depends on one waits for its vote") func batch() async throws {
    try await run { server in
      try await server.join("a", "b", "c")
      let batch =
        ##"{"tasks":[{"ask":{"agents":2,"reserve":1}},{"depends_on":["#0"]},{"ask":{"rule":"race"}}]}"##
      let answer = try await server.call(.post, "/api/v1/tasks/batch", batch)
      #expect(answer.status == 201 && answer.body.contains(#""5""#), "\(answer.body)")
      #expect(try await server.task(5)["depends_on"] as? [String] == ["1"])
      #expect(try await server.task(6)["runs"] as? [String] == ["7", "8", "9"])
      for worker in ["a", "b"] {
        for taken in try await server.take(worker, 2) where taken.task == "2" || taken.task == "3" {
          try await server.answer(taken, "1")
        }
      }
      #expect(try await server.ended(1)["status"] as? String == "succeeded")
      #expect(try await server.task(5)["agent"] as? String == "a")
    }
  }

  @Test("The risk guard asks one where little is at stake, and several with the reserve where much is")
  func riskGuard() async throws {
    let several = #"{"ask":{"agents":3,"reserve":2}}"#
    try await run("feasible | cheapest | best | risk-guard(domain: 0, several: 0.6, explore: 0)") { server in
      try await server.join("a", "b", "c", "d", "e")
      try await server.submit(several)
      let only = try await server.take("a")
      #expect(try await server.isIdle("b"))
      // It fails: that nobody answered is doubt enough.
      _ = try await server.report(only, #""succeeded":false,"retryable":false"#)
      for worker in ["b", "c"] { try await server.answer(try await server.take(worker), "1") }
      #expect(try await server.ended()["status"] as? String == "succeeded")
    }
    try await run("feasible | cheapest | best | risk-guard(domain: 1, explore: 0)") { server in
      try await server.join("a", "b", "c", "d", "e")
      try await server.submit(several)
      for (worker, answer) in [("a", "1"), ("b", "2"), ("c", "2")] {
        try await server.answer(try await server.take(worker), answer)
      }
      // One of three disagrees, .33; the reserve is asked from (.45 - .20 - .30 x .10 - .05 x .50) / .45 = .43 on.
      #expect(try await server.ended()["runs"] as? [String] == ["2", "3", "4"])
      try await server.submit(several)
      for (worker, answer) in [("a", "1"), ("b", "2"), ("c", "3")] {
        try await server.answer(try await server.take(worker), answer)
      }
      for worker in ["d", "e"] { try await server.answer(try await server.take(worker), "3") }
      #expect(try await server.ended(7)["output"] as? Int == 3)
    }
  }

  @Test(
    "A restart in the middle loses no vote and asks nobody twice, from the log and from a snapshot",
    arguments: [false, true])
  func restart(_ hasSnapshot: Bool) async throws {
    let log = MemoryLog()
    var open: [Activated.Taken] = []
    try await run(log: log, saves: hasSnapshot) { server in
      try await server.join("a", "b", "c", "d")
      try await server.submit(#"{"ask":{"agents":3,"reserve":1,"doubt":0.5}}"#)
      try await server.answer(try await server.take("a"), #""yes""#)
      open = [try await server.take("b"), try await server.take("c")]
    }
    try await run(log: log, saves: hasSnapshot) { server in
      #expect(try await server.task()["disagreement"] as? Double == 0)
      #expect(try await server.isIdle("a"))
      #expect(try await server.isIdle("d"))
      try await server.answer(open[0], #""no""#)
    }
    // The third disagrees with both: the reserve is asked, under a number that nobody else has.
    try await run(log: log, saves: hasSnapshot) { server in
      try await server.submit(#"{"kind":"other"}"#)
      #expect(try await server.task(6)["kind"] as? String == "other")
      try await server.answer(open[1], #""perhaps""#)
      let last = try await server.take("d")
      #expect(last.task == "5")
      try await server.answer(last, #""no""#)
      let task = try await server.ended()
      #expect(task["output"] as? String == "no" && task["agent"] as? String == "b")
    }
    try await run(log: log) { server in
      let task = try await server.task()
      #expect(task["status"] as? String == "succeeded" && task["winner"] as? String == "3")
      #expect(task["disagreement"] as? Double == 0.5)
    }
  }
}
