import MusterMath
import Testing

@Suite struct EffortTests {
  /// The closed form by hand: N = 2, p = .5: (1 - .25 - .25) * .5 * .25; N = 1 teaches nothing.
  @Test func knapsackValuesAreTheClosedForm() {
    #expect(EffortKnapsack.value(attempts: 2, successRate: 0.5) == 0.0625)
    #expect(EffortKnapsack.value(attempts: 3, successRate: 0.5) == 0.75 * 0.125)
    for p in [0.0, 0.3, 1] { #expect(EffortKnapsack.value(attempts: 1, successRate: p) < 1e-16) }
    #expect(EffortKnapsack.value(attempts: 128, successRate: 1) == 0)
    #expect(EffortKnapsack.expectedTries(successRate: 0.5) == 3)
    #expect(EffortKnapsack.expectedTries(successRate: 0) == .infinity)
  }

  /// The wait for the first success and the first failure, over 100,000 runs of seed 1.
  @Test func expectedTriesAreWhatASimulationTakes() {
    var random = Random(seed: 1)
    var tries = 0
    for _ in 0..<100_000 {
      let first = random.bernoulli(0.2)
      tries += 1
      repeat { tries += 1 } while random.bernoulli(0.2) == first
    }
    // The standard deviation of a mean is about .013.
    #expect((Double(tries) / 100_000 - EffortKnapsack.expectedTries(successRate: 0.2)).magnitude < 0.06)
  }

  /// A dynamic program over tasks and attempts, 2...128, is the oracle.
  @Test(arguments: 0..<12)
  func allocationsAreWorthWhatTheDynamicProgramFinds(seed: Int) throws {
    var random = Random(seed: UInt64(seed))
    let rates = (0..<1 + random.below(6)).map { _ in Double(random.below(11)) / 10 }
    let budget = 2 * rates.count + random.below(300)
    let given = try #require(EffortKnapsack.allocate(successRates: rates, budget: budget))
    #expect(given.allSatisfy(EffortKnapsack.attempts.contains))
    #expect(given.reduce(0, +) <= budget)
    var best = Array(repeating: 0.0, count: budget + 1)
    for (index, rate) in rates.enumerated() {
      var next = Array(repeating: -Double.infinity, count: budget + 1)
      for used in 0...budget where best[used] > -.infinity && (index > 0 || used == 0) {
        for attempts in EffortKnapsack.attempts where used + attempts <= budget {
          let value = best[used] + EffortKnapsack.value(attempts: attempts, successRate: rate)
          next[used + attempts] = max(next[used + attempts], value)
        }
      }
      best = next
    }
    let worth = zip(given, rates).reduce(0) { $0 + EffortKnapsack.value(attempts: $1.0, successRate: $1.1) }
    #expect((worth - (best.max() ?? 0)).magnitude < 1e-12)
  }

  @Test func knapsackGivesTheRestToTheHopeless() {
    // Both uncertain tasks end where no double tells one more attempt from none, or at the most.
    #expect(EffortKnapsack.allocate(successRates: [1, 0, 0.5], budget: 400) == [2, 128, 128])
    #expect(EffortKnapsack.allocate(successRates: [1, 0], budget: 20) == [2, 18])
    #expect(EffortKnapsack.allocate(successRates: [0.5, 0.5], budget: 3) == nil)
  }

  /// f'_b(0) of the paper.
  @Test(arguments: [(3, 1.5), (5, 1.875), (7, 2.1875)])
  func majoritySlopesAreThePapers(fanIn: Int, slope: Double) {
    #expect(PhaseTransition.majoritySlope(fanIn) == slope)
  }

  /// On both sides of the boundary: a = fidelity (rho + (1 - rho) 1.5), s = ln a / ln 3.
  @Test func splitsOnOneSideOfTheBoundaryOnly() {
    let free = PhaseTransition(fanIn: 3, correlation: 0, fidelity: 1)
    // ln 1.5 / ln 3.
    #expect((free.exponent - 0.3690702464285425).magnitude < 1e-12)
    #expect(free.shouldSplit(beta: 0.36))
    #expect(!free.shouldSplit(beta: 0.38))
    // Correlation 1, or messages that lose a third, wash the advantage out, whatever beta is.
    #expect(!PhaseTransition(fanIn: 3, correlation: 1, fidelity: 1).shouldSplit(beta: 0))
    #expect(!PhaseTransition(fanIn: 3, correlation: 0, fidelity: 0.6).shouldSplit(beta: -1))
    #expect(PhaseTransition.starVariance(agents: 4, variance: 2, correlation: 0.5, cost: 0.4) == 1.35)
  }
}
