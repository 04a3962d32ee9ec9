import MusterMath
import Testing

@Suite struct SummaryTests {
  static let ours = [12.1, 11.4, 13.9, 12.7, 12.2, 11.9]
  static let base = [11.7, 11.5, 13.1, 12.0, 12.1, 11.2]

  /// scipy 1.17.1: stats.t.interval(0.95, 5, loc=mean, scale=stats.sem(x)).
  @Test func intervalAgreesWithScipy() {
    let summary = Summary(Self.ours)
    #expect(summary.count == 6)
    #expect(close(summary.mean, 12.366666666666667))
    #expect(close(summary.deviation, 0.8617811013631401))
    #expect(close(summary.low, 11.462282865107374) && close(summary.high, 13.27105046822596))
  }

  /// The same of the differences, at 95 and at 99 %: only the first tells the two apart.
  @Test func pairedIntervalAgreesWithScipy() {
    let summary = Summary.paired(Self.ours, minus: Self.base)
    #expect(close(summary.mean, 0.43333333333333357))
    #expect(close(summary.low, 0.048222385872434714, 1e-11) && close(summary.high, 0.8184442807942325))
    #expect(summary.excludesZero)
    let stricter = Summary.paired(Self.ours, minus: Self.base, confidence: 0.99)
    #expect(close(stricter.low, -0.17074095956323476, 1e-11) && close(stricter.high, 1.037407626229902))
    #expect(!stricter.excludesZero)
    #expect(Summary.paired(Self.base, minus: Self.ours).excludesZero)
  }

  @Test func oneValueProvesNothing() {
    #expect(Summary([7]).halfWidth == .infinity && !Summary([7]).excludesZero)
    #expect(Summary([]).halfWidth == .infinity && Summary([]).mean == 0)
    #expect(Summary([7, 7]).halfWidth == 0 && Summary([7, 7]).excludesZero)
  }

  /// What an interval promises: of many samples of five, 95 % hold the true mean.
  @Test func intervalsHoldTheMeanAsOftenAsTheySay() {
    var random = Random(seed: 82)
    var held = 0
    for _ in 0..<20_000 {
      let summary = Summary((0..<5).map { _ in random.normal(mean: 3, deviation: 2) })
      if (summary.low...summary.high).contains(3) { held += 1 }
    }
    // 19000 with a standard deviation of 31.
    #expect((18_880...19_120).contains(held))
  }
}
