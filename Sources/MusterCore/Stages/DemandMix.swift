/// The demands that a pool is expected to meet, with their shares: what fragmentation is measured against.
public struct DemandMix: Sendable, Equatable {
  public struct Entry: Sendable, Equatable {
    public var demand: Demand
    /// Share of all tasks, above zero; the shares add up to 1.
    public var share: Double
    public init(demand: Demand, share: Double) {
      self.demand = demand
      self.share = share
    }
  }
  /// Most frequent first.
  public var entries: [Entry]
  /// Two mixes with the same version are the same mix; zero is the empty one.
  public var version: UInt64

  public init(entries: [Entry] = [], version: UInt64 = 0) {
    self.entries = entries
    self.version = version
  }

  /// The smallest set of most frequent demands that covers at least `coverage` of all, renormalised. Demands
  /// that differ only in memory, disk or skills count as one, as in FGD.
  ///
  /// - Parameter counts: how often each demand was seen, in the order in which they were first seen, which also
  ///   breaks ties between equal counts.
  /// - Complexity: O(n log n).
  public static func typical(
    _ counts: [(demand: Demand, count: Int)], coverage: Double = 0.95, version: UInt64
  )
    -> DemandMix
  {
    var groups: [(demand: Demand, count: Int)] = []
    var rowOf: [Demand: Int] = [:]
    for (demand, count) in counts where count > 0 {
      let key = Demand(
        resources: Resources(cpuMilli: demand.resources.cpuMilli), devices: demand.devices,
        models: demand.models)
      if let row = rowOf[key] {
        groups[row].count += count
      } else {
        rowOf[key] = groups.count
        groups.append((key, count))
      }
    }
    let total = groups.reduce(0) { $0 + $1.count }
    guard total > 0 else { return DemandMix() }
    let order = groups.indices.sorted {
      groups[$0].count != groups[$1].count ? groups[$0].count > groups[$1].count : $0 < $1
    }
    var taken: [Int] = []
    var covered = 0
    for row in order {
      if Double(covered) >= coverage * Double(total) { break }
      taken.append(row)
      covered += groups[row].count
    }
    let entries = taken.map {
      Entry(demand: groups[$0].demand, share: Double(groups[$0].count) / Double(covered))
    }
    return DemandMix(entries: entries, version: version)
  }
}
