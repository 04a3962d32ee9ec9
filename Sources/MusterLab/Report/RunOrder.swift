/// The canonical order of runs: the policies as listed, then the seeds.
struct RunOrder {
  /// The listed policies, then the others by name.
  let policies: [String]

  init(listed: [String], found: [String]) {
    let first = listed.unique
    let known = Set(first)
    policies = first + found.filter { !known.contains($0) }.unique.sorted()
  }

  /// Sorts runs and keeps one of each policy and seed.
  func canonical(_ results: [RunResult]) -> (results: [RunResult], warnings: [String]) {
    var rank: [String: Int] = [:]
    for (index, policy) in policies.enumerated() { rank[policy] = index }
    let sorted = results.map { Keyed(rank: rank[$0.policy] ?? 0, run: $0) }.sorted(by: Keyed.precedes)

    var kept: [RunResult] = []
    var warnings: [String] = []
    var start = 0
    while start < sorted.count {
      let run = sorted[start].run
      var end = start + 1
      while end < sorted.count, sorted[end].rank == sorted[start].rank, sorted[end].run.seed == run.seed {
        end += 1
      }
      if end - start > 1 {
        // One seed counted twice would narrow the interval without any new evidence.
        let equal = sorted[start..<end].allSatisfy { $0.text == sorted[start].text }
        warnings.append(
          "\(run.policy), seed \(run.seed): given \(end - start) times, counted once"
            + (equal ? "." : "; the runs differ, so something is not deterministic."))
      }
      kept.append(Self.withoutRepeatedNames(run))
      start = end
    }
    return (kept, warnings)
  }

  /// A JSON object with one key twice means different things to different readers.
  private static func withoutRepeatedNames(_ run: RunResult) -> RunResult {
    var run = run
    var seen = Set<String>()
    run.metrics = run.metrics.filter { seen.insert($0.name).inserted }
    seen.removeAll()
    run.wallClock = run.wallClock.filter { seen.insert($0.name).inserted }
    return run
  }

  private struct Keyed {
    let rank: Int
    let run: RunResult
    /// What was measured, as text: compares in full and says which of two unequal repeats is kept.
    var text: String { run.metrics.map { "\($0.name)=\($0.value)" }.joined(separator: ";") }

    static func precedes(_ a: Keyed, _ b: Keyed) -> Bool {
      if a.rank != b.rank { return a.rank < b.rank }
      if a.run.seed != b.run.seed { return a.run.seed < b.run.seed }
      return a.text < b.text
    }
  }
}
