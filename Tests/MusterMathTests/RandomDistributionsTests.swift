import Glibc
import MusterMath
import Testing

/// A distribution to draw from and its quantile function, written with the C library.
struct Distribution: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let draw: @Sendable (inout Random) -> Double
  let quantile: @Sendable (Double) -> Double

  static let all = [
    Distribution(testDescription: "normal", draw: { $0.normal() }, quantile: { Normal.quantile($0) }),
    Distribution(
      testDescription: "normal(3, 0.5)", draw: { $0.normal(mean: 3, deviation: 0.5) },
      quantile: { 3 + 0.5 * Normal.quantile($0) }),
    Distribution(
      testDescription: "exponential(4)", draw: { $0.exponential(mean: 4) },
      quantile: { -4 * Glibc.log(1 - $0) }),
    Distribution(
      testDescription: "lognormal(1, 0.7)", draw: { $0.lognormal(mu: 1, sigma: 0.7) },
      quantile: { Glibc.exp(1 + 0.7 * Normal.quantile($0)) }),
    Distribution(
      testDescription: "pareto(1.3, 2)", draw: { $0.pareto(shape: 1.3, minimum: 2) },
      quantile: { 2 * Glibc.pow(1 - $0, -1 / 1.3) }),
    Distribution(
      testDescription: "weibull(0.8, 5)", draw: { $0.weibull(shape: 0.8, scale: 5) },
      quantile: { 5 * Glibc.pow(-Glibc.log(1 - $0), 1 / 0.8) }),
  ]
}

@Suite struct RandomDistributionsTests {
  /// Draws fall evenly between the twentieths; 43.82 is the 0.999 quantile of chi-square with 19 degrees.
  @Test(arguments: Distribution.all)
  func drawsFollowTheQuantiles(_ distribution: Distribution) {
    var random = Random(seed: 11)
    let edges = (1..<20).map { distribution.quantile(Double($0) / 20) }
    var counts = [Int](repeating: 0, count: 20)
    for _ in 0..<100_000 {
      let value = distribution.draw(&random)
      counts[edges.count { $0 < value }] += 1
    }
    let statistic = chiSquare(counts, shares: Array(repeating: 0.05, count: 20))
    #expect(statistic < 43.82)
  }

  @Test func nothingIsEverInfinite() throws {
    var random = Random(seed: 12)
    for _ in 0..<100_000 {
      for distribution in Distribution.all {
        let value = distribution.draw(&random)
        try #require(value.isFinite)
      }
    }
  }

  /// The same bits on every host: a hash over draws of every kind. If this moves, every golden run moves.
  @Test func bitsAreStable() {
    var random = Random(seed: 13)
    var hasher = StateHasher()
    for _ in 0..<1000 {
      for distribution in Distribution.all { hasher.combine(distribution.draw(&random)) }
    }
    #expect(hasher.finish() == 15_539_130_864_535_356_883)
  }
}
