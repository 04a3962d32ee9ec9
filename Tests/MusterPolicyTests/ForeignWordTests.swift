import MusterCore
import MusterMath
import MusterPolicy
import MusterTestKit
import Testing

/// Words from outside this module, as other rooms add them: a screen and a match that learn.
@Suite("A word from elsewhere") struct ForeignWordTests {
  /// Drops agents that failed last time.
  struct Forgiving: ListScreen {
    var failed: [UInt64] = []

    mutating func screen(
      _ candidates: inout Candidates, for task: Int, in frame: borrowing Frame, random: inout Random
    ) {
      let ids = candidates.agents.map { frame.pool.agents[Int($0)].id.rawValue }
      candidates.keep { index, _ in !failed.contains(ids[index]) }
    }

    mutating func observe(_ outcomes: [Outcome]) {
      for outcome in outcomes {
        failed.removeAll { $0 == outcome.agent.rawValue }
        if !outcome.succeeded { failed.append(outcome.agent.rawValue) }
      }
    }

    func snapshot() -> [UInt8] {
      if failed.isEmpty { return [] }
      var writer = ByteWriter()
      for id in failed { writer.fixed64(id) }
      return writer.bytes
    }

    mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
      var restored: [UInt64] = []
      var reader = ByteReader(bytes)
      do {
        while !reader.isAtEnd { restored.append(try reader.fixed64()) }
      } catch {
        throw PolicyError(policy: "forgiving", found: "\(error)", expected: "ids")
      }
      failed = restored
    }
  }

  /// Takes the candidate at a place that moves on with every outcome.
  struct Rotating: Chooser {
    var turn: UInt8 = 0

    mutating func choose(
      for task: Int, in frame: borrowing Frame, from funnel: inout Funnel, random: inout Random
    ) -> Choice? {
      let found = funnel.candidates(for: task, in: frame)
      if found.isEmpty { return nil }
      let index = Int(turn) % found.count
      return Choice(agent: Int(found.agents[index]), score: found.scores[index], propensity: 1)
    }

    mutating func observe(_ outcomes: [Outcome]) { turn &+= UInt8(truncatingIfNeeded: outcomes.count) }
    func snapshot() -> [UInt8] { turn == 0 ? [] : [turn] }
    mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
      guard bytes.count <= 1 else {
        throw PolicyError(policy: "rotating", found: "\(bytes.count) bytes", expected: "1")
      }
      turn = bytes.first ?? 0
    }
  }

  static let catalogue = Catalogue(
    words: Catalogue.standard.words + [
      .screen(
        "forgiving", meaning: "No failures last time.", source: "this test",
        make: { _ in .listScreen(Forgiving()) }),
      .match("rotating", meaning: "In turn.", source: "this test", make: { _ in .matcher(Rotating()) }),
    ],
    shorthands: Catalogue.standard.shorthands)

  @Test(
    "takes part in sentences, learns, and is kept in snapshots",
    arguments: [
      "forgiving", "fit-to-kind | forgiving | rotating", "rotating",
      "feasible | least-loaded | forgiving | sampled",
    ])
  func conformance(sentence: String) throws {
    try PolicyConformance.check { try Sentence.parse(sentence, in: ForeignWordTests.catalogue) }
    #expect(throws: SentenceError.self) { try Sentence("\(sentence) | forgiving | rotating") }
  }

  @Test("is asked about outcomes") func learns() throws {
    var policy = try Sentence("forgiving", in: ForeignWordTests.catalogue).policy()
    var fixture = FrameFixture(agents: agents(2))
    fixture.offer([task()])
    var made = Plan()
    policy.plan(&fixture.frame, into: &made)
    let chosen = Int(made.agents[0])
    policy.observe([
      Outcome(
        decision: DecisionID(0), task: TaskID(1), kind: KindID(0), tenant: TenantID(0),
        agent: fixture.frame.pool.agents[chosen].id, agentRow: chosen, succeeded: false, reward: 0, cost: 0,
        duration: 1)
    ])
    fixture.decideAgain()
    policy.plan(&fixture.frame, into: &made)
    #expect(made.agents == [Int32(1 - chosen)])
  }
}
