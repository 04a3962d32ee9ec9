import MusterMath
import Testing

@Suite("Gamma and beta numbers") struct RandomBetaTests {
  @Test("have the mean and the variance of their distribution", arguments: [0.3, 1, 2.5, 40]) func gamma(
    shape: Double
  ) {
    var random = Random(seed: 11)
    var moments = RunningMoments()
    for _ in 0..<40_000 { moments.add(random.gamma(shape: shape)) }
    // Five standard errors of the mean; the variance within a tenth.
    #expect((moments.mean - shape).magnitude < 5 * (shape / 40_000).squareRoot())
    #expect((moments.variance - shape).magnitude < 0.1 * shape)
  }

  @Test("lie between 0 and 1", arguments: [(1.0, 1.0), (0.01, 0.02), (30, 10), (2000, 1)])
  func beta(a: Double, b: Double) {
    var random = Random(seed: 12)
    var moments = RunningMoments()
    for _ in 0..<20_000 {
      let value = random.beta(a, b)
      #expect(value >= 0 && value <= 1)
      moments.add(value)
    }
    let variance = a * b / ((a + b) * (a + b) * (a + b + 1))
    #expect((moments.mean - a / (a + b)).magnitude < 5 * (variance / 20_000).squareRoot())
  }
}
