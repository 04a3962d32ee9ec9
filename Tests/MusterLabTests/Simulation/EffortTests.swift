import MusterCore
import MusterLab
import MusterPolicy
import Testing

/// Caps and ballots in the lab. Figures are counted by hand from the tables.
@Suite struct EffortTests {
  private static func figures(_ spec: String, _ policy: String, seed: UInt64 = 1) throws -> [Double] {
    let trace = try TraceCatalogue().open(spec)
    let result = try Comparison.run(try Sentence.parse(policy), named: policy, on: trace, seed: seed)
    return ["solvedPct", "costPerTaskUSD", "successPct"].map { name in
      result.metrics.first { $0.name == name }?.value ?? .nan
    }
  }

  @Test func aCapEndsATryInProportion() {
    var long = Execution(
      duration: 400, succeeded: true, reward: 1, cost: 80, outputTokens: 40, turns: 40, answers: [1])
    var extended = long
    extended.showsProgress = true
    long.end(at: TurnCap(limit: 10, extra: 5))
    #expect(long == Execution(duration: 100, succeeded: false, cost: 20, outputTokens: 10, turns: 10))
    extended.end(at: TurnCap(limit: 10, extra: 5))
    #expect(extended.turns == 15 && extended.cost == 30 && !extended.succeeded)
    var short = Execution(duration: 5, turns: 10)
    short.end(at: TurnCap(limit: 10))
    #expect(short == Execution(duration: 5, turns: 10))
    var uncounted = Execution(duration: 5)
    uncounted.end(at: TurnCap(limit: 1))
    #expect(uncounted.succeeded)
  }

  /// 15 tasks of 10 turns and $1, 5 of 40 turns and $4, all solved: 10 turns are the 75th percentile.
  @Test func whatIsCutOffIsPaidForAndNotSolved() throws {
    let scratch = try ScratchDirectory()
    let rows = (0..<20).map { "a,t-\($0),1,\($0 < 15 ? 1 : 4),\($0 < 15 ? 10 : 40)\n" }.joined()
    let path = try scratch.write("o.csv", "agent,task,resolved,cost_usd,turns\n" + rows)
    let free = try Self.figures("outcomes:\(path)", "best")
    #expect(free[2] == 100 && (free[1] - 35.0 / 20).magnitude < 1e-9)
    var cut = 0.0
    for seed in 1...5 as ClosedRange<UInt64> {
      let found = try Self.figures("outcomes:\(path)", "best | turns(p75, warmup: 5)", seed: seed)
      let long = (found[2] / 5 - 15).rounded()
      #expect(found[0] == found[2])
      cut += 5 - long
      // The long ones that came before the cap cost $4, each of the others $1 for its 10 turns.
      #expect((found[1] * 20 - (15 + 4 * long + (5 - long))).magnitude < 1e-9)
    }
    #expect(cut >= 5)
  }

  /// Three agents: all but one are right on task 1, all but one wrong on task 2, all wrong on task 3.
  private static let votes = """
    agent,task,resolved,cost_usd,turns
    a,t-1,1,1,1
    b,t-1,1,1,1
    c,t-1,0,1,1
    a,t-2,1,1,1
    b,t-2,0,1,1
    c,t-2,0,1,1
    a,t-3,0,1,1
    b,t-3,0,1,1
    c,t-3,0,1,1

    """

  /// How many of the three tasks are solved, and how many succeed.
  struct Case: Sendable {
    let keys: String
    let solved: Int
    let succeeded: Int
  }

  static let cases = [
    // Wrong answers all alike outvote the right one.
    Case(keys: "rule=majority&wrong=1", solved: 1, succeeded: 3),
    Case(keys: "rule=condorcet&wrong=1", solved: 1, succeeded: 3),
    // A race is verified: whoever is right wins.
    Case(keys: "rule=race", solved: 2, succeeded: 2),
    Case(keys: "rule=race&attempts=2", solved: 2, succeeded: 2),
  ]

  @Test(arguments: cases) func agentsVoteOrRace(_ given: Case) throws {
    let scratch = try ScratchDirectory()
    let path = try scratch.write("o.csv", Self.votes)
    for seed in 1...4 as ClosedRange<UInt64> {
      let spec = "outcomes:\(path)?agents=3&\(given.keys)"
      let found = try Self.figures(spec, "random | best", seed: seed)
      #expect((found[0] * 0.03).rounded() == Double(given.solved))
      #expect((found[2] * 0.03).rounded() == Double(given.succeeded))
    }
  }

  /// Two agents race: a takes 10 s for $1 and is right, b would have taken 40 s for $8. When a answers b has worked a
  /// quarter of its time: $2.
  @Test func aLoserCostsTheShareOfItsTime() throws {
    let scratch = try ScratchDirectory()
    let rows = (0..<4).map { "a,t-\($0),1,1,1\nb,t-\($0),1,8,4\n" }.joined()
    let path = try scratch.write("o.csv", "agent,task,resolved,cost_usd,turns\n" + rows)
    let trace = try TraceCatalogue().open("outcomes:\(path)?agents=2&rule=race")
    let policy = try Sentence.parse("random | best")
    let result = try Comparison.run(policy, named: "random", on: trace, seed: 1)
    func metric(_ name: String) -> Double { result.metrics.first { $0.name == name }?.value ?? .nan }
    #expect(metric("costPerTaskUSD") == 3)
    #expect((metric("calledOffPct") - 200.0 / 3).magnitude < 1e-9)
    // Where nobody is asked beside others there is nothing to tell.
    let plain = try Comparison.run(
      policy, named: "random", on: try TraceCatalogue().open("outcomes:\(path)"), seed: 1)
    #expect(!plain.metrics.contains { $0.name == "calledOffPct" })
  }

  @Test func aWeightedVoteNeedsWeights() throws {
    let scratch = try ScratchDirectory()
    let path = try scratch.write("o.csv", Self.votes)
    let spec = "outcomes:\(path)?agents=3&rule=weighted&wrong=1"
    #expect(throws: VoteError.self) { try Self.figures(spec, "random | best") }
    #expect(try Self.figures(spec, "random | best | vote-weights")[2] == 100)
    #expect(try Self.figures(spec, "random | best | ask")[2] == 100)
  }

  /// 120 tasks of two kinds: of one, all four agents are always right; of the other, each is wrong on one task of
  /// four, and never two at once.
  @Test func theRiskGuardAsksSeveralWhereAnswersDisagree() throws {
    let scratch = try ScratchDirectory()
    var rows = "agent,task,resolved,cost_usd,turns\n"
    for task in 0..<120 {
      for agent in 0..<4 {
        let isRight = task % 2 == 0 || (task / 2) % 4 != agent
        rows += "\(agent),\(task % 2 == 0 ? "easy" : "hard")-\(task),\(isRight ? 1 : 0),1,1\n"
      }
    }
    let path = try scratch.write("o.csv", rows)
    let spec = "outcomes:\(path)?agents=3&reserve=1&rule=majority&wrong=1"
    let all = try Self.figures(spec, "random | best")
    let guarded = try Self.figures(spec, "random | best | risk-guard(domain: 0.1, several: 0.2, explore: 0)")
    let one = try Self.figures("outcomes:\(path)", "random | best")
    // Three who vote are right always, one alone on about 7 tasks of 8; easy tasks need no vote.
    #expect(all[0] == 100 && guarded[0] == 100 && one[0] < 95)
    #expect(guarded[1] < 0.75 * all[1] && guarded[1] > one[1])
  }

  /// With ballots in every scenario: nothing is lost, whatever fails.
  @Test func ballotsHoldUnderFaults() throws {
    var scenarios = 0
    for seed in 1...60 as ClosedRange<UInt64> {
      var scenario = Scenario.random(seed: seed)
      scenario.features.insert(.ballots)
      scenario.features.remove(.gangs)
      let run = try Campaign.run(scenario)
      if let failure = run.failure { Issue.record("seed \(seed): \(failure)") }
      scenarios += 1
    }
    #expect(scenarios == 60)
  }
}
