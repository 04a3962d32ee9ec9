import MusterMath

/// Distinct demands, each with a dense index, its *shape*. Derived from the submitted tasks in the order of the
/// facts, so it is the same after every recovery; it only grows, by one entry for each distinct demand.
public struct ShapeTable: Sendable {
  public private(set) var demands: [Demand] = []
  private var buckets = RowIndex()

  package init() {}

  public var count: Int { demands.count }

  /// The shape of a demand, added if it is new.
  package mutating func intern(_ demand: Demand) -> Int32 {
    var key = ShapeTable.key(demand)
    while let row = buckets[key] {
      if demands[Int(row)] == demand { return row }
      key = Mix.mix64(key)
    }
    let row = Int32(demands.count)
    demands.append(demand)
    buckets.insert(key, row)
    return row
  }

  private static func key(_ demand: Demand) -> UInt64 {
    var hash = Mix.hash(
      demand.models, UInt64(demand.devices.count) << 16 | UInt64(UInt16(bitPattern: demand.devices.milliEach))
    )
    for lane in 0..<Resources.dimensions {
      let amount = demand.resources[lane]
      if amount != 0 { hash = Mix.hash(hash, UInt64(bitPattern: amount), UInt64(lane)) }
    }
    if !demand.skills.isEmpty {
      for word in 0..<4 { hash = Mix.hash(hash, demand.skills.bits[word]) }
    }
    return hash
  }
}
