import Testing

@testable import MusterLab

@Suite("Summaries over seeds")
struct SummaryTests {
  private func close(_ a: Double, _ b: Double, _ tolerance: Double = 1e-12) -> Bool {
    (a - b).magnitude <= tolerance * max(1, b.magnitude)
  }

  /// scipy 1.17.1: `stats.t.interval(.95, 4, loc=a.mean(), scale=stats.sem(a))` of the fixture's columns, and
  /// `stats.ttest_1samp(a - random, 0).confidence_interval(.95)` for the differences.
  @Test("Means, intervals and paired differences, against scipy")
  func againstSciPy() throws {
    let comparison = ReportFixture.comparison
    let rows = try ReportFixture.policies.map {
      try #require(comparison.row(policy: $0, metric: "gpuAllocationPct@100"))
    }
    #expect(close(rows[0].mean, 86.24))
    #expect(close(rows[0].ci95 ?? 0, 0.33547913849265854, 1e-10))
    #expect(close(rows[1].mean, 92.818))
    #expect(close(rows[1].ci95 ?? 0, 0.18695188528643314, 1e-10))
    let difference1 = try #require(rows[1].pairedDifference)
    #expect(close(difference1.mean, 6.577999999999998))
    #expect(close(difference1.ci95 ?? 0, 0.21851169793162395, 1e-10))
    #expect(difference1.n == 5)
    #expect(difference1.excludesZero)
    #expect(close(rows[2].mean, 95.206))
    #expect(close(rows[2].ci95 ?? 0, 0.2052692544187238, 1e-10))
    let difference2 = try #require(rows[2].pairedDifference)
    #expect(close(difference2.mean, 8.966000000000003))
    #expect(close(difference2.ci95 ?? 0, 0.5346801831925756, 1e-10))
    #expect(difference2.n == 5)
    #expect(difference2.excludesZero)
    #expect(rows[0].pairedDifference == nil)
  }

  @Test("A paired difference is over the shared seeds only")
  func sharedSeeds() throws {
    let random = zip([1, 2, 3, 4, 5] as [UInt64], ReportFixture.allocation[0])
      .map { ReportFixture.run("random", $0, $1) }
    let other = zip([3, 4, 5, 6, 7] as [UInt64], ReportFixture.allocation[2])
      .map { ReportFixture.run("other", $0, $1) }
    let comparison = ComparisonResult(trace: "t", results: other + random, policies: ["random"])
    let row = try #require(comparison.row(policy: "other", metric: "successPct"))
    let difference = try #require(row.pairedDifference)
    // scipy, as above, over [95.23, 95.11, 95.40] - [85.9, 86.6, 86.2].
    #expect(close(difference.mean, 9.013333333333335))
    #expect(close(difference.ci95 ?? 0, 1.0948069597889223, 1e-10))
    #expect(difference.n == 3)
    #expect(row.n == 5)
    #expect(comparison.warnings == ["other: 3 of 5 seeds shared with random, which has 5."])
  }

  @Test("No shared seed, no difference")
  func nothingShared() throws {
    let comparison = ComparisonResult(
      trace: "t", results: [ReportFixture.run("a", 1, 5), ReportFixture.run("b", 2, 6)], policies: ["a", "b"])
    #expect(try #require(comparison.row(policy: "b", metric: "successPct")).pairedDifference == nil)
  }

  @Test("One seed has a mean but no interval")
  func oneSeed() throws {
    let comparison = ComparisonResult(
      trace: "t", results: [ReportFixture.run("a", 1, 5), ReportFixture.run("b", 1, 7)], policies: ["a", "b"])
    let row = try #require(comparison.row(policy: "b", metric: "successPct"))
    #expect(
      row
        == SummaryRow(
          policy: "b", metric: "successPct", mean: 7, ci95: nil, n: 1,
          pairedDifference: PairedDifference(mean: 2, ci95: nil, n: 1)))
    #expect(row.pairedDifference?.excludesZero == false)
  }

  @Test("Equal values have exactly their value as mean and an interval of 0")
  func equalValues() {
    let estimate = Estimate(of: [0.1, 0.1, 0.1])
    #expect(estimate.mean == 0.1)
    #expect(estimate.ci95 == 0)
  }

  @Test("The last bits of a sum are no difference")
  func lastBits() throws {
    let runs = (1...5).flatMap { seed in
      [ReportFixture.run("a", seed, 0.3), ReportFixture.run("b", seed, 0.1 + 0.2 + Double(seed) * 1e-17)]
    }
    let comparison = ComparisonResult(trace: "t", results: runs, policies: ["a", "b"])
    let row = try #require(comparison.row(policy: "b", metric: "successPct"))
    #expect(row.pairedDifference == PairedDifference(mean: 0, ci95: 0, n: 5))
  }

  @Test("Undefined values are left out, counted and said")
  func undefined() throws {
    let comparison = ReportFixture.comparison
    let some = try #require(comparison.row(policy: "best-fit", metric: "costPerSuccessUSD"))
    #expect(some.n == 4)
    #expect(some.pairedDifference?.n == 4)
    let none = try #require(comparison.row(policy: ReportFixture.policies[2], metric: "costPerSuccessUSD"))
    #expect(none.n == 0)
    #expect(none.mean.isNaN)
    #expect(none.ci95 == nil)
    #expect(none.pairedDifference == nil)
    #expect(comparison.warnings.count == 2)
    #expect(comparison.warnings.first == "best-fit: costPerSuccessUSD is undefined in 1 of 5 runs.")
  }

  @Test("The order in which runs finish leaves no mark", arguments: 1...20 as ClosedRange<UInt64>)
  func inputOrder(shuffle: UInt64) {
    var state = shuffle
    var runs = ReportFixture.runs
    for i in stride(from: runs.count - 1, to: 0, by: -1) {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      runs.swapAt(i, Int((state >> 33) % UInt64(i + 1)))
    }
    let comparison = ComparisonResult(trace: "openb/default", results: runs, policies: ReportFixture.policies)
    #expect(comparison.json() == ReportFixture.comparison.json())
    #expect(comparison.table() == ReportFixture.comparison.table())
    #expect(HTMLReport(ReportFixture.input(comparison)).html == HTMLReport(ReportFixture.input()).html)
  }

  @Test("Policies that are not listed follow by name, in any order of arrival")
  func unlisted() {
    let runs = ["z", "b", "a"].map { ReportFixture.run($0, 1, 1) }
    for runs in [runs, runs.reversed()] {
      #expect(ComparisonResult(trace: "t", results: runs, policies: ["z"]).policies == ["z", "a", "b"])
      #expect(ComparisonResult(trace: "t", results: runs).policies == ["a", "b", "z"])
    }
  }

  @Test("A listed policy without a run keeps its place")
  func listedWithoutRun() {
    let comparison = ComparisonResult(
      trace: "t", results: [ReportFixture.run("b", 1, 1)], policies: ["b", "a"])
    #expect(comparison.policies == ["b", "a"])
    #expect(comparison.warnings == ["a: no run."])
    #expect(comparison.table().contains("a"))
  }

  @Test("A run given twice counts once")
  func repeatedRun() throws {
    let runs = [ReportFixture.run("a", 1, 5), ReportFixture.run("a", 1, 5), ReportFixture.run("a", 2, 7)]
    let comparison = ComparisonResult(trace: "t", results: runs)
    #expect(try #require(comparison.row(policy: "a", metric: "successPct")).mean == 6)
    #expect(comparison.warnings == ["a, seed 1: given 2 times, counted once."])
  }

  @Test("Two different runs of one seed are reported, and the choice does not depend on their order")
  func unequalRepeats() {
    let runs = [ReportFixture.run("a", 1, 5), ReportFixture.run("a", 1, 6)]
    let one = ComparisonResult(trace: "t", results: runs)
    let other = ComparisonResult(trace: "t", results: runs.reversed())
    #expect(one == other)
    #expect(one.warnings.first?.contains("not deterministic") == true)
  }

  @Test("No runs at all")
  func empty() {
    let comparison = ComparisonResult(trace: "t", results: [])
    #expect(comparison.summary.isEmpty)
    #expect(comparison.json().contains("\"results\": []"))
    #expect(!comparison.table().isEmpty)
  }
}
