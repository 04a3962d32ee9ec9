import MusterCore

/// Learns which demands to expect from those that arrive. The mix is made anew whenever the number of tasks seen
/// has doubled, so its cost vanishes in the long run.
struct MixLearner: Sendable {
  // Looked up only; the order of first sight is kept beside it.
  private var rowOf: [Demand: Int] = [:]
  private var counts: [(demand: Demand, count: Int)] = []
  private var seen = 0
  private var nextRefresh = 16
  private var version: UInt64 = 0

  mutating func see(_ demand: Demand) {
    seen += 1
    if let row = rowOf[demand] {
      counts[row].count += 1
    } else {
      rowOf[demand] = counts.count
      counts.append((demand, 1))
    }
  }

  /// A new mix, if it is time for one.
  mutating func changed() -> DemandMix? {
    guard seen >= nextRefresh else { return nil }
    nextRefresh = seen * 2
    version += 1
    return DemandMix.typical(counts, version: version)
  }
}
