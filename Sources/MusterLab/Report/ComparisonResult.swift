/// Several policies on one trace, over the same seeds: what `muster compare` found.
///
/// A value in canonical order: results by policy in the order asked for, then by seed. The order in which
/// the runs finished leaves no mark on it, nor on any text made from it.
public struct ComparisonResult: Sendable, Equatable {
  /// The trace's name.
  public let trace: String
  /// The policies in order; the first is the one the others are compared with.
  public let policies: [String]
  /// The runs, by policy, then by seed; one of each.
  public let results: [RunResult]
  /// Every metric of every policy, by policy, then in the order the runs list their metrics.
  public let summary: [SummaryRow]
  /// The same for the wall-clock figures, which are of this machine and this run.
  public let wallClockSummary: [SummaryRow]
  /// What a reader of the figures must know: undefined values, seeds that are not shared, repeated runs.
  public let warnings: [String]

  /// Puts runs into canonical order and summarises them.
  ///
  /// - Parameters:
  ///   - trace: the trace's name.
  ///   - results: the runs, in any order.
  ///   - policies: the order of the policies; those that are not listed follow, by name. A listed policy
  ///     without a run keeps its place.
  public init(trace: String, results: [RunResult], policies: [String] = []) {
    let order = RunOrder(listed: policies, found: results.map(\.policy))
    let runs = order.canonical(results)
    let sharing = SeedSharing(policies: order.policies, results: runs.results)
    let metrics = SummaryBuilder(policies: order.policies, results: runs.results, of: \.metrics)
    let wallClock = SummaryBuilder(policies: order.policies, results: runs.results, of: \.wallClock)
    self.trace = trace
    self.policies = order.policies
    self.results = runs.results
    self.summary = metrics.rows
    self.wallClockSummary = wallClock.rows
    self.warnings = runs.warnings + sharing.warnings + metrics.warnings
  }

  /// The seeds of all runs, ascending.
  public var seeds: [UInt64] {
    Array(Set(results.map(\.seed))).sorted()
  }

  /// The metrics of the summary, in order.
  public var metrics: [String] { summary.map(\.metric).unique }

  /// The wall-clock figures of the summary, in order.
  public var wallClockMetrics: [String] { wallClockSummary.map(\.metric).unique }

  /// The summary of one metric of one policy, wall-clock figures included.
  public func row(policy: String, metric: String) -> SummaryRow? {
    summary.first { $0.policy == policy && $0.metric == metric }
      ?? wallClockSummary.first { $0.policy == policy && $0.metric == metric }
  }
}

extension Array where Element: Hashable {
  /// The elements without repetition, in order of first appearance.
  var unique: [Element] {
    var seen = Set<Element>()
    return filter { seen.insert($0).inserted }
  }
}
