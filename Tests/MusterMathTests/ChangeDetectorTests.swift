import MusterMath
import Testing

@Suite("A change detector") struct ChangeDetectorTests {
  /// After how many residuals it raises the alarm, if it does.
  private func alarm(_ rule: ChangeDetector.Rule, _ residuals: [Double], threshold: Double = 5) -> Int? {
    var detector = ChangeDetector()
    return residuals.firstIndex { detector.add($0, rule: rule, slack: 0.15, threshold: threshold) }
  }

  private func draws(_ count: Int, mean: Double, seed: UInt64) -> [Double] {
    var random = Random(seed: seed)
    return (0..<count).map { _ in random.normal(mean: mean, deviation: 0.3) }
  }

  @Test("adds up what passes the slack, as the sums of Page do") func sums() {
    // 0.85 a residual: past 5 with the sixth.
    #expect(alarm(.cusum, Array(repeating: -1, count: 10)) == 5)
    #expect(alarm(.cusum, Array(repeating: 1, count: 10)) == 5)
    #expect(alarm(.cusum, Array(repeating: 0.1, count: 1000)) == nil)
    #expect(alarm(.none, Array(repeating: 1, count: 1000)) == nil)
    // Page and Hinkley's sum takes what is always so for granted; the mean so far, k / (100 + k) after k of the
    // new ones, takes its part of each: 4.90 after six.
    #expect(alarm(.pageHinkley, Array(repeating: 1, count: 1000)) == nil)
    #expect(alarm(.pageHinkley, Array(repeating: 0, count: 100) + Array(repeating: -1, count: 10)) == 106)
  }

  @Test("notices a fall soon, and noise alone seldom", arguments: [ChangeDetector.Rule.cusum, .pageHinkley])
  func delay(rule: ChangeDetector.Rule) {
    for seed in 0..<20 as Range<UInt64> {
      #expect(alarm(rule, draws(2000, mean: 0, seed: seed)) == nil)
      let changed = draws(200, mean: 0, seed: seed) + draws(60, mean: -0.6, seed: seed + 100)
      let at = alarm(rule, changed)
      #expect(at.map { $0 >= 200 && $0 < 240 } ?? false, "seed \(seed): \(String(describing: at))")
    }
  }

  @Test("starts over after an alarm and leaves out what is no number") func startsOver() {
    var detector = ChangeDetector()
    for _ in 0..<6 { _ = detector.add(-1, rule: .cusum, slack: 0.15, threshold: 5) }
    #expect(detector == ChangeDetector())
    for bad in [Double.nan, .infinity, -.infinity] {
      let alarm = detector.add(bad, rule: .cusum, slack: 0.15, threshold: 5)
      #expect(!alarm)
    }
    #expect(detector == ChangeDetector())
  }

  @Test("is read as it was written") func bytes() throws {
    var detector = ChangeDetector()
    for residual in [0.5, -0.75, 0.25] {
      _ = detector.add(residual, rule: .pageHinkley, slack: 0, threshold: 9)
    }
    var writer = ByteWriter()
    detector.write(to: &writer)
    var reader = ByteReader(writer.bytes)
    #expect(try ChangeDetector(from: &reader) == detector)
  }
}
