import MusterMath
import Testing

@testable import MusterPolicy

@Suite("Counts of turns") struct TurnCountsTests {
  private func counts(_ ended: [Int32], cut: [Int32] = []) -> TurnCounts {
    var counts = TurnCounts()
    for turns in ended { counts.add(turns, isCut: false) }
    for turns in cut { counts.add(turns, isCut: true) }
    return counts
  }

  @Test("have the percentiles of their values where nothing was cut") func percentiles() {
    var random = Random(seed: 3)
    for _ in 0..<200 {
      let values = (0..<(1 + random.below(60))).map { _ in Int32(random.below(90)) }
      let sorted = values.sorted()
      for percent in [1, 25, 50, 75, 99] {
        // The least value that a share p of them does not exceed.
        let rank = (percent * values.count + 99) / 100
        #expect(counts(values).quantile(Double(percent) / 100) == sorted[max(rank, 1) - 1])
      }
    }
  }

  /// Remission times under 6-mercaptopurine, Freireich et al., 1963: the textbook example, median 23 weeks; the
  /// estimate is 0.7529 from week 10, 0.6902 from 13, 0.4482 from 23.
  @Test("have the median of Kaplan and Meier where some were cut") func freireich() {
    let patients = counts(
      [6, 6, 6, 7, 10, 13, 16, 22, 23], cut: [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35])
    #expect(patients.quantile(0.5) == 23)
    #expect(patients.quantile(0.25) == 13)
    #expect(patients.quantile(0.24) == 10)
    // 0.4482 is the least that is known: beyond it too few were left.
    #expect(patients.quantile(0.55) == 23 && patients.quantile(0.56) == nil)
  }

  @Test("of the same tries are the same whatever was cut at their percentile") func censored() {
    var random = Random(seed: 4)
    let values = (0..<400).map { _ in Int32(1 + random.below(60)) }
    let cap = counts(values).quantile(0.75) ?? 0
    let capped = counts(values.filter { $0 <= cap }, cut: values.filter { $0 > cap }.map { _ in cap })
    #expect(capped.quantile(0.75) == cap && capped.quantile(0.5) == counts(values).quantile(0.5))
    #expect(capped.quantile(0.9) == nil)
  }
}
