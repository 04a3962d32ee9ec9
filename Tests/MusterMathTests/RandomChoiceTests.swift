import MusterMath
import Testing

@Suite struct RandomChoiceTests {
  static let weights = [3.0, 0, 1, 5, 1, -2, .nan]
  static let shares = [0.3, 0.1, 0.5, 0.1]
  static let positive = [0, 2, 3, 4]

  /// Ways to draw one index by weight that must all agree; 16.27 is chi-square's 0.999 quantile at 3 degrees.
  @Test func picksFollowTheWeights() throws {
    var random = Random(seed: 21)
    let table = try #require(AliasTable(Self.weights))
    #expect(table.count == 7)
    var counts = [[Int]](repeating: [Int](repeating: 0, count: 7), count: 3)
    for _ in 0..<50_000 {
      let picked = random.pick(weights: Self.weights)
      counts[0][try #require(picked)] += 1
      counts[1][table.draw(&random)] += 1
      let sampled = random.sample(1, weights: Self.weights)
      counts[2][try #require(sampled.first)] += 1
    }
    for count in counts {
      #expect(count[1] == 0 && count[5] == 0 && count[6] == 0)
      #expect(chiSquare(Self.positive.map { count[$0] }, shares: Self.shares) < 16.27)
    }
  }

  @Test(arguments: [[], [0], [-1, 0], [.nan]] as [[Double]])
  func nothingToPick(weights: [Double]) {
    var random = Random(seed: 22)
    let picked = random.pick(weights: weights)
    let sampled = random.sample(3, weights: weights)
    #expect(picked == nil && sampled.isEmpty)
    #expect(AliasTable(weights) == nil)
  }

  /// The alias table's columns add up to the weights, for awkward weights too: zero weights stay undrawn.
  @Test func aliasNeverDrawsAZeroWeight() throws {
    var random = Random(seed: 23)
    for _ in 0..<300 {
      let weights = (0..<(1 + random.below(40))).map { _ in random.bernoulli(0.5) ? 0 : random.unit() * 0.1 }
      guard let table = AliasTable(weights) else { continue }
      for _ in 0..<300 {
        let index = table.draw(&random)
        try #require(weights[index] > 0)
      }
    }
  }

  /// The second index follows the weights left: P(0 then 1) = 0.5 * (0.3 / 0.5) for weights 5, 3, 2.
  @Test func sampleGoesOnWithTheRest() throws {
    var random = Random(seed: 24)
    var zeroOne = 0
    for _ in 0..<50_000 {
      let drawn = random.sample(2, weights: [5, 3, 2])
      try #require(Set(drawn).count == 2)
      if drawn == [0, 1] { zeroOne += 1 }
    }
    #expect((14_600...15_400).contains(zeroOne))
    let all = random.sample(9, weights: [1, 0, 1])
    #expect(all.sorted() == [0, 2])
    let none = random.sample(-1, weights: [1])
    #expect(none.isEmpty)
  }

  @Test func softmaxPickReportsItsProbability() throws {
    var random = Random(seed: 25)
    let scores = [1, 2, -Double.infinity, 3]
    let probabilities = Softmax.probabilities(scores, temperature: 0.7)
    var counts = [Int](repeating: 0, count: 4)
    for _ in 0..<50_000 {
      let picked = random.pick(softmax: scores, temperature: 0.7)
      let (index, probability) = try #require(picked)
      try #require(probability == probabilities[index])
      counts[index] += 1
    }
    #expect(counts[2] == 0)
    let shares = [0, 1, 3].map { probabilities[$0] }
    // Chi-square's 0.999 quantile at 2 degrees.
    #expect(chiSquare([counts[0], counts[1], counts[3]], shares: shares) < 13.82)
    let nothing = random.pick(softmax: [-.infinity])
    #expect(nothing == nil)
  }
}
