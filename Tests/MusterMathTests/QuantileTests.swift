import MusterMath
import Testing

@Suite struct QuantileTests {
  /// numpy 2.4.6: numpy.quantile(x, p), the default method "linear", R's type 7.
  @Test func agreesWithNumpyToTheBit() {
    let points: [Double] = [0, 0.01, 0.1, 0.25, 1.0 / 3, 0.5, 0.77, 0.9, 0.95, 0.99, 1]
    let golden = [
      -5.5, -5.185, -2.35, 0.15, 0.3, 2.6500000000000004, 7.25, 110.79999999999964, 555.399999999999,
      911.0800000000002, 1000,
    ]
    #expect(Quantile.of(MomentsTests.sample, at: points) == golden)
    for (p, value) in zip(points, golden) { #expect(Quantile.of(MomentsTests.sample, p) == value) }
  }

  /// Where stepping from the lower neighbour would round otherwise, numpy steps from the nearer one.
  @Test func stepsFromTheNearerNeighbour() {
    #expect(Quantile.of([-0.5, 0.4, 0.6, 0.9], 0.95) == 0.8549999999999999)
    #expect(Quantile.of([-0.7, -0.5, -0.2, 0.6], 0.9) == 0.3600000000000001)
  }

  @Test func fewValues() {
    #expect(Quantile.of([], 0.5) == nil)
    #expect(Quantile.of([], at: [0.5]).isEmpty)
    #expect(Quantile.of([7], at: [0, 0.3, 1]) == [7, 7, 7])
    #expect(
      Quantile.of([.infinity, .infinity, 1], at: [0, 0.1, 0.4, 1]) == [1]
        + Array(repeating: .infinity, count: 3))
    #expect(Quantile.of([1e308, -1e308], 0.75) == 0.5e308)
  }

  @Test func risesWithItsPoint() {
    var random = Random(seed: 84)
    for _ in 0..<100 {
      let values = (0..<(1 + random.below(20))).map { _ in random.pareto(shape: 1, minimum: 1) }
      let result = Quantile.of(values, at: (0...200).map { Double($0) / 200 })
      for (low, high) in zip(result, result.dropFirst()) { #expect(low <= high) }
    }
  }
}
