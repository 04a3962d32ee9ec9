import MusterMath
import Testing

@Suite struct BalanceTests {
  @Test(
    arguments: [
      ([0.5, 0.3, 0.2], 0.5, [0]), ([0.5, 0.3, 0.2], 0.51, [0, 1]), ([0.2, 0.3, 0.5], 1, [2, 1, 0]),
      ([1, 1, 1, 1], 0.5, [0, 1]), ([0.9, 0, .nan], 1, [0]), ([0.4, 0.6], 0, [1]), ([], 0.5, []),
      ([0.1, 0.2, 0.3, 0.4], 7, [3, 2, 1, 0]),
    ] as [([Double], Double, [Int])])
  func topPIsTheSmallestSet(weights: [Double], p: Double, expected: [Int]) {
    #expect(TopP.choose(weights, p: p) == expected)
  }

  /// Candidates whose scores differ by up to 1 get even load, whatever the step; without prices one takes all.
  @Test(arguments: [ProximalBalance.Step.proportional(0.02), .decreasing(0.2), .sign(0.02)])
  func pricesEvenTheLoadOut(step: ProximalBalance.Step) {
    var balance = ProximalBalance(candidates: 4, step: step)
    var random = Random(seed: 3)
    var late = [0.0, 0, 0, 0]
    for round in 0..<600 {
      for _ in 0..<40 {
        let scores = [1.0, 0.7, 0.3, 0].map { $0 + 0.5 * random.unit() }
        guard let chosen = balance.best(scores) else { continue }
        balance.note(on: chosen)
        if round >= 300 { late[chosen] += 1 }
      }
      balance.endRound()
    }
    let even = late.reduce(0, +) / 4
    #expect((late.max() ?? 0) / even < 1.1)
  }

  @Test func aRoundMovesPricesByTheRule() {
    var balance = ProximalBalance(candidates: 2, step: .proportional(0.5))
    balance.note(6, on: 0)
    balance.note(2, on: 1)
    balance.endRound()
    #expect(balance.prices == [-1, 1])
    balance.note(4, on: 0)
    // Shares 1 to 3 of a load of 4: candidate 0 is 3 above, 1 is 3 below.
    balance.endRound(weights: [1, 3])
    #expect(balance.prices == [-2.5, 2.5])
    var signed = ProximalBalance(candidates: 3, step: .sign(0.25))
    signed.note(3, on: 1)
    signed.note(1, on: 2)
    signed.note(-1, on: 2)
    signed.endRound()
    #expect(signed.prices == [0.25, -0.25, 0.25])
    signed.addCandidate()
    #expect(signed.prices.last == 0.25 / 3)
  }

  /// The nested graph that is worst for such rules: arrival group i knows the resources from i on. The fluid optimum
  /// tries a mass of 1 on each resource, so it is the number of resources. 200 runs, seeds 0..<200.
  @Test(arguments: [false, true])
  func stochasticBalanceKeepsItsRatio(areUnequal: Bool) {
    let (resources, probability) = (40, 0.05)
    var successes = 0
    for seed in 0..<200 {
      var random = Random(seed: UInt64(seed))
      var balance = StochasticBalance(resources: resources)
      for group in 0..<resources {
        // The resource that the optimum gives this group gets a mass of 1 from it.
        var mass = 0.0
        while mass < 1 {
          let p = areUnequal ? random.uniform(0.01, 0.1) : probability
          mass += p
          let neighbours = (group..<resources).map { (resource: $0, probability: p) }
          guard let resource = balance.choose(neighbours) else { continue }
          balance.tried(resource, probability: p, hasSucceeded: random.bernoulli(p))
        }
      }
      successes += balance.hasSucceeded.count { $0 }
    }
    let ratio = Double(successes) / Double(200 * resources)
    #expect(ratio >= 0.567)
    #expect(ratio < 0.75, "the graph is meant to be hard: the optimum online is .621")
  }

  @Test func stochasticBalancePassesOverTheSuccessful() {
    var balance = StochasticBalance(resources: 2)
    #expect(balance.choose([(0, 0.5), (1, 0.5)]) == 0)
    balance.tried(0, probability: 0.5, hasSucceeded: false)
    #expect(balance.choose([(0, 0.5), (1, 0.5)]) == 1)
    // .9 e^-.5 = .546 beats .5.
    #expect(balance.choose([(0, 0.9), (1, 0.5)]) == 0)
    balance.tried(1, probability: 0.5, hasSucceeded: true)
    #expect(balance.choose([(1, 0.5)]) == nil)
    #expect(balance.choose([(0, 0)]) == nil)
  }
}
