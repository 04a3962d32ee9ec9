/// Says which policies were not run on the seeds of the first: their differences rest on fewer pairs.
struct SeedSharing {
  let warnings: [String]

  init(policies: [String], results: [RunResult]) {
    guard let baseline = policies.first else {
      warnings = []
      return
    }
    let reference = Set(results.filter { $0.policy == baseline }.map(\.seed))
    warnings = policies.compactMap { policy in
      let seeds = results.filter { $0.policy == policy }.map(\.seed)
      guard !seeds.isEmpty else { return "\(policy): no run." }
      let shared = seeds.filter { reference.contains($0) }.count
      if shared == seeds.count && shared == reference.count { return nil }
      return "\(policy): \(shared) of \(seeds.count) seeds shared with \(baseline), "
        + "which has \(reference.count)."
    }
  }
}
