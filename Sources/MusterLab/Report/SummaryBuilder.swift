/// Means, intervals and paired differences of every metric of every policy.
struct SummaryBuilder {
  private(set) var rows: [SummaryRow] = []
  private(set) var warnings: [String] = []

  /// - Parameter results: the runs in canonical order.
  init(policies: [String], results: [RunResult], of part: KeyPath<RunResult, [MetricValue]>) {
    let names = results.flatMap { $0[keyPath: part].map(\.name) }.unique
    let baselines = names.map { name in
      SeedValues(results.filter { $0.policy == policies.first }, of: part, name)
    }
    for (index, policy) in policies.enumerated() {
      let runs = results.filter { $0.policy == policy }
      for (name, baseline) in zip(names, baselines) {
        let values = SeedValues(runs, of: part, name)
        guard !values.isEmpty else { continue }
        add(policy, name, values, runs: runs.count, baseline: index == 0 ? nil : baseline)
      }
    }
  }

  private mutating func add(
    _ policy: String, _ name: String, _ values: SeedValues, runs: Int, baseline: SeedValues?
  ) {
    let estimate = Estimate(of: values.values)
    var row = SummaryRow(
      policy: policy, metric: name, mean: estimate.mean, ci95: estimate.ci95, n: estimate.n)
    if let baseline {
      let paired = Estimate(of: values.minus(baseline))
      if paired.n > 0 {
        row.pairedDifference = PairedDifference(mean: paired.mean, ci95: paired.ci95, n: paired.n)
      }
    }
    rows.append(row)
    if estimate.n < runs {
      warnings.append("\(policy): \(name) is undefined in \(runs - estimate.n) of \(runs) runs.")
    }
  }
}

/// One metric of one policy by seed, ascending.
private struct SeedValues {
  private let seeds: [UInt64]
  let values: [Double]

  init(_ runs: [RunResult], of part: KeyPath<RunResult, [MetricValue]>, _ name: String) {
    var seeds: [UInt64] = []
    var values: [Double] = []
    for run in runs {
      guard let value = run[keyPath: part].value(of: name) else { continue }
      seeds.append(run.seed)
      values.append(value)
    }
    self.seeds = seeds
    self.values = values
  }

  var isEmpty: Bool { values.isEmpty }

  /// The differences over the shared seeds, by a merge of the two ascending lists.
  func minus(_ other: SeedValues) -> [Double] {
    var differences: [Double] = []
    var j = 0
    for (i, seed) in seeds.enumerated() {
      while j < other.seeds.count, other.seeds[j] < seed { j += 1 }
      guard j < other.seeds.count, other.seeds[j] == seed else { continue }
      differences.append(Self.difference(values[i], other.values[j]))
    }
    return differences
  }

  /// Two sums of the same terms in another order differ in their last bits, the same way in every seed: that
  /// would pass for a sure difference. What doubles cannot resolve is none.
  private static func difference(_ a: Double, _ b: Double) -> Double {
    let difference = a - b
    return difference.magnitude <= 1e-12 * max(a.magnitude, b.magnitude) ? 0 : difference
  }
}

extension [MetricValue] {
  /// The first value under a name.
  func value(of name: String) -> Double? { first { $0.name == name }?.value }
}
