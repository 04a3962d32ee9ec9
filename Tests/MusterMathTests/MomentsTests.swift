import MusterMath
import Testing

@Suite struct MomentsTests {
  static let sample = [3.1, -2.0, 7.25, 7.25, 0.1, 12.0, 1e3, -5.5, 2.2, 0.3]

  /// numpy 2.4.6: mean, var(ddof=1); scipy.stats.variation(ddof=1).
  @Test func agreesWithNumpy() {
    let moments = RunningMoments(Self.sample)
    #expect(moments.count == 10)
    #expect(close(moments.mean, 102.47, 1e-14))
    #expect(close(moments.variance, 99477.4351111111, 1e-14))
    #expect(close(moments.variation, 3.0779782973571326, 1e-14))
    #expect(moments.minimum == -5.5 && moments.maximum == 1000)
  }

  /// A spread of 1 about a mean of 10^9, where the sum of squares would have lost it: variance 30 (Wikipedia,
  /// "Algorithms for calculating variance").
  @Test func smallSpreadAboutALargeMeanSurvives() {
    let moments = RunningMoments([4, 7, 13, 16].map { 1e9 + $0 })
    #expect(moments.variance == 30)
    #expect(moments.mean == 1e9 + 10)
  }

  @Test func fewValuesHaveNoSpread() {
    var moments = RunningMoments()
    #expect(moments.mean == 0 && moments.variance == 0 && moments.variation == 0)
    moments.add(5)
    #expect(moments.mean == 5 && moments.deviation == 0 && moments.variation == 0)
    moments.add(-5)
    #expect(moments.variation == .infinity)
  }

  @Test func mergingIsAddingAll() {
    var random = Random(seed: 81)
    for _ in 0..<200 {
      let values = (0..<random.below(30)).map { _ in random.normal(mean: 100, deviation: 3) }
      let cut = random.below(values.count + 1)
      var merged = RunningMoments(Array(values[..<cut]))
      merged.merge(RunningMoments(Array(values[cut...])))
      let whole = RunningMoments(values)
      #expect(merged.count == whole.count)
      #expect(close(merged.mean, whole.mean, 1e-14) && close(merged.variance, whole.variance, 1e-11))
      #expect(merged.minimum == whole.minimum && merged.maximum == whole.maximum)
    }
  }
}
