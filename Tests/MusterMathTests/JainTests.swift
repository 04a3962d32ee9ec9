import MusterMath
import Testing

@Suite struct JainTests {
  /// By hand: (1+2+3)^2 / (3 * 14); k of n equal shares give k / n (Jain, Chiu and Hawe, 1984).
  @Test(
    arguments: [
      ([1, 2, 3], 36.0 / 42), ([5, 5, 5, 5], 1), ([1, 0, 0, 0], 0.25), ([2, 2, 0, 0, 0], 0.4), ([], 1),
      ([0, 0], 1),
      ([1e300, 1e300], 1), ([1e-300, 0], 0.5),
    ] as [([Double], Double)])
  func byHand(shares: [Double], expected: Double) {
    #expect(close(Jain.index(shares), expected, 1e-15))
  }

  @Test func scaleDoesNotMatterAndTheRangeHolds() {
    var random = Random(seed: 93)
    for _ in 0..<500 {
      let shares = (0..<(1 + random.below(30))).map { _ in random.exponential(mean: 2) }
      let index = Jain.index(shares)
      #expect(index >= 1 / Double(shares.count) - 1e-15 && index <= 1 + 1e-15)
      #expect(close(Jain.index(shares.map { $0 * 1000 }), index, 1e-12))
    }
  }
}
