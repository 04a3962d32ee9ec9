import MusterCore

/// Learns which demands to expect from those that arrive. The mix is made anew whenever the number of tasks seen
/// has doubled, so its cost vanishes in the long run.
struct MixLearner: Sendable {
  /// Numbers the demands in the order of first sight.
  private var shapes = ShapeTable()
  private var counts: [(demand: Demand, count: Int)] = []
  private var seen = 0
  private var nextRefresh = 16
  private var version: UInt64 = 0

  mutating func see(_ demand: Demand) {
    seen += 1
    let shape = Int(shapes.intern(demand))
    if shape == counts.count { counts.append((demand, 0)) }
    counts[shape].count += 1
  }

  /// A new mix, if it is time for one.
  mutating func changed() -> DemandMix? {
    guard seen >= nextRefresh else { return nil }
    nextRefresh = seen * 2
    version += 1
    return DemandMix.typical(counts, version: version)
  }
}
