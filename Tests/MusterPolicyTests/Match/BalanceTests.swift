import MusterCore
import MusterMath
import MusterPolicy
import MusterTestKit
import Testing

@Suite("Balance") struct BalanceTests {
  /// Agents without bounds whose scores are fixed, and one task a decision.
  private static func run(
    _ balance: Balance, scores: [Float], decisions: Int, seed: UInt64 = 1
  ) -> (policy: Pipeline, counts: [Int], chosen: [Int]) {
    var fixture = FrameFixture(agents: agents(scores.count, cpuMilli: 1 << 40), seed: seed)
    var policy = BatchWorld.policy(balance)
    var (made, counts, chosen) = (Plan(), Array(repeating: 0, count: scores.count), [Int]())
    for decision in 0..<decisions {
      fixture.offer([Task(id: TaskID(UInt64(decision + 1)), features: scores)])
      policy.plan(&fixture.frame, into: &made)
      counts[Int(made.agents[0])] += 1
      chosen.append(Int(made.agents[0]))
      fixture.decideAgain()
    }
    return (policy, counts, chosen)
  }

  /// With prices p_k = eps (n / m - A_k) no agent is ahead by more than the scores differ: the closed form of an
  /// integral controller.
  @Test("gives even loads whatever the scores, as far as they differ by eps", arguments: [0.02, 0.1, 0.5])
  func even(eps: Double) {
    let scores: [Float] = [0, 0.3, 0.9, 1, 0.5]
    let counts = BalanceTests.run(Balance(eps: eps), scores: scores, decisions: 2000).counts
    for (count, score) in zip(counts, scores) {
      let ahead = (Double(score) - 0.54) / eps
      #expect(abs(Double(count) - 400 - ahead) <= 1.01, "\(counts)")
    }
  }

  /// `ProximalBalance` of MusterMath does the same on plain arrays.
  @Test(
    "moves prices as the formula says", arguments: Balance.Form.allCases, [1, 7, 50])
  func prices(form: Balance.Form, round: Int) {
    let eps = 0.03
    var oracle = ProximalBalance(candidates: 4, step: form == .sign ? .sign(eps) : .proportional(eps))
    var fixture = FrameFixture(agents: agents(4, cpuMilli: 1 << 40), seed: 5)
    var policy = BatchWorld.policy(Balance(eps: eps, form: form, round: round))
    var (made, random) = (Plan(), Random(seed: 9))
    for decision in 1...300 {
      let scores = (0..<4).map { _ in Float(random.unit()) }
      fixture.offer([Task(id: TaskID(UInt64(decision)), features: scores)])
      policy.plan(&fixture.frame, into: &made)
      let sums = scores.enumerated().map { Double($1 + Float(oracle.prices[$0])) }
      #expect(sums[Int(made.agents[0])] >= (sums.max() ?? 0) - 1e-6, "decision \(decision)")
      oracle.note(on: Int(made.agents[0]))
      if decision % round == 0 { oracle.endRound() }
      fixture.decideAgain()
    }
  }

  /// The oracle is the formula, one operation after the other; the pool is no multiple of any vector's width.
  @Test("moves prices to the bit as the formula does", arguments: Balance.Form.allCases, [1, 3])
  func bits(form: Balance.Form, round: Int) throws {
    let (eps, count) = (0.03, 77)
    var prices = Array(repeating: 0.0, count: count)
    var (evens, loads) = (prices, prices)
    var fixture = FrameFixture(agents: agents(count, cpuMilli: 1 << 40), seed: 5)
    var (balance, funnel) = (Balance(eps: eps, form: form, round: round), BatchWorld.policy(Best()).funnel)
    var random = Random(seed: 9)
    for decision in 1...300 {
      let scores = (0..<count).map { _ in random.bernoulli(0.2) ? .nan : Float(random.below(4)) }
      fixture.offer([Task(id: TaskID(UInt64(decision)), features: scores)])
      let ties = fixture.frame.pool.tieRank
      let best = (0..<count).filter { !scores[$0].isNaN }.min { a, b in
        let (x, y) = (scores[a] + Float(prices[a]), scores[b] + Float(prices[b]))
        return x != y ? x > y : ties[a] < ties[b]
      }
      var draws = fixture.frame.random(forTask: 0)
      let choice = balance.choose(for: 0, in: fixture.frame, from: &funnel, random: &draws)
      let row = try #require(best)
      #expect(choice?.agent == row, "decision \(decision)")
      let share = 1 / Double(scores.count { !$0.isNaN })
      for agent in 0..<count where !scores[agent].isNaN { evens[agent] += share }
      loads[row] += 1
      if decision % round == 0 {
        for agent in 0..<count {
          let lack = evens[agent] - loads[agent]
          prices[agent] += form == .sign ? (lack > 0 ? eps : lack < 0 ? -eps : 0) : eps * lack
          (evens[agent], loads[agent]) = (0, 0)
        }
      }
      #expect(balance.prices.map(\.bitPattern) == prices.map(\.bitPattern), "decision \(decision)")
      fixture.decideAgain()
    }
  }

  @Test("lets an agent that joins begin at the mean price") func joins() throws {
    var fixture = FrameFixture(agents: agents(3, cpuMilli: 1 << 40))
    var policy = try Sentence.parse("feasible | cheapest | balance(eps: 0.5)")
    var made = Plan()
    for id in 1...30 as ClosedRange<UInt64> {
      fixture.offer([task(id)])
      policy.plan(&fixture.frame, into: &made)
      fixture.decideAgain()
    }
    fixture.join(Agent(id: AgentID(99), capacity: Resources(cpuMilli: 1 << 40, memoryMiB: 1 << 30)))
    var counts = [0, 0, 0, 0]
    for id in 31...50 as ClosedRange<UInt64> {
      fixture.offer([task(id)])
      policy.plan(&fixture.frame, into: &made)
      counts[Int(made.agents[0])] += 1
      fixture.decideAgain()
    }
    #expect(counts == [5, 5, 5, 5])
  }

  @Test("adds up the prices of two replicas") func merges() throws {
    var (one, two) = (
      try Sentence.parse("feasible | balance(eps: 1)"), try Sentence.parse("feasible | balance(eps: 1)")
    )
    var fixture = FrameFixture(agents: agents(2))
    var made = Plan()
    // One replica has given its agent work, the other the same one: together it is two ahead.
    fixture.offer([task()])
    one.plan(&fixture.frame, into: &made)
    fixture.decideAgain()
    let first = made.agents[0]
    fixture.offer([task()])
    two.plan(&fixture.frame, into: &made)
    fixture.decideAgain()
    #expect(made.agents[0] == first)
    try one.merge(two.snapshot())
    var chosen: [Int32] = []
    for _ in 0..<3 {
      fixture.offer([task()])
      one.plan(&fixture.frame, into: &made)
      chosen.append(made.agents[0])
      fixture.decideAgain()
    }
    #expect(chosen[0] != first && chosen[1] != first)
  }
}

@Suite("Stochastic balance") struct StochasticBalanceMatchTests {
  /// The hard instance of online matching: n agents that can succeed once, n phases of 1 / p tasks, those of phase i can
  /// only be done by agents i and later. The fluid optimum is n: every phase has mass 1 for its own agent.
  private static func ratio(_ matcher: any Matcher, agents count: Int, p: Double, seeds: Range<UInt64>)
    -> Double
  {
    var successes = 0
    for seed in seeds {
      var random = Random(seed: seed, stream: 7)
      var fixture = FrameFixture(
        agents: (0..<count).map { Agent(id: AgentID(UInt64($0 + 1)), concurrency: 1) }, seed: seed)
      var policy = BatchWorld.policy(matcher)
      var (made, id) = (Plan(), UInt64(0))
      for phase in 0..<count {
        for _ in 0..<Int((1 / p).rounded()) {
          id += 1
          let scores = (0..<count).map { $0 < phase ? Float.nan : Float(p) }
          fixture.offer([Task(id: TaskID(id), features: scores)])
          policy.plan(&fixture.frame, into: &made)
          let tried = made.agents[0]
          fixture.carryOut(made)
          guard tried >= 0 else { continue }
          // Who succeeded stays taken; who failed is free again.
          if random.bernoulli(p) { successes += 1 } else { fixture.finish(fixture.running.count - 1) }
        }
      }
    }
    return Double(successes) / Double(count * seeds.count)
  }

  /// Mehta and Panigrahi's bound for equal, small probabilities.
  @Test("reaches .567 of the fluid optimum where later tasks have fewer agents") func bound() {
    let ours = StochasticBalanceMatchTests.ratio(
      StochasticBalanceMatch(), agents: 20, p: 0.05, seeds: 0..<40)
    #expect(ours >= 0.567, "\(ours)")
    // The first agent that is free is a worse rule, so the instance tells rules apart.
    let last = StochasticBalanceMatchTests.ratio(LastRow(), agents: 20, p: 0.05, seeds: 0..<40)
    #expect(last < 0.567, "\(last)")
  }

  @Test("weighs a chance against what was tried before") func worth() throws {
    var fixture = FrameFixture(agents: (1...2).map { Agent(id: AgentID(UInt64($0))) })
    var policy = BatchWorld.policy(StochasticBalanceMatch())
    var (made, chosen) = (Plan(), [Int32]())
    for id in 1...4 as ClosedRange<UInt64> {
      fixture.offer([Task(id: TaskID(id), features: [0.8, 0.5])])
      policy.plan(&fixture.frame, into: &made)
      chosen.append(made.agents[0])
      fixture.decideAgain()
    }
    // .8 beats .5; .8 exp(-.8) = .359 does not; .8 exp(-.3) = .593 does; .8 exp(-1.1) = .266 does not.
    #expect(chosen == [0, 1, 0, 1])
  }

  /// Always the last agent, which every later task could use as well.
  private struct LastRow: Chooser {
    mutating func choose(
      for task: Int, in frame: borrowing Frame, from funnel: inout Funnel, random: inout Random
    ) -> Choice? {
      let candidates = funnel.candidates(for: task, in: frame)
      return candidates.agents.max().map { Choice(agent: Int($0), score: 0, propensity: 1) }
    }
  }
}
