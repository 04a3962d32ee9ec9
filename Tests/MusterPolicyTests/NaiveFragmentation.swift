import MusterCore

/// Fragmentation as its definition reads, without any of the shortcuts of the shipped code.
enum NaiveFragmentation {
  /// What a typical demand could not use of what is left on an agent, in thousandths.
  static func lost(_ demand: Demand, cpu: Int64, left: [Int], model: UInt64) -> Int {
    let all = left.reduce(0, +)
    if demand.devices.count == 0 { return all }
    if demand.models != 0 && demand.models & model == 0 { return all }
    if cpu < demand.resources.cpuMilli { return all }
    let milli = Int(demand.devices.milliEach)
    if left.count(where: { $0 >= milli }) < Int(demand.devices.count) { return all }
    return left.filter { $0 < milli }.reduce(0, +)
  }

  /// The mean over the mix, to within rounding.
  static func mean(_ mix: DemandMix, cpu: Int64, left: [Int], model: UInt64) -> Double {
    mix.entries.reduce(0) { $0 + $1.share * Double(lost($1.demand, cpu: cpu, left: left, model: model)) }
  }

  /// The mean with the sums of the published simulator, kept apart and added in its order: the same to the last bit.
  static func published(_ mix: DemandMix, cpu: Int64, left: [Int], model: UInt64) -> Double {
    var q1 = 0.0
    var q2 = 0.0
    var q4 = 0.0
    var xl = 0.0
    var xr = 0.0
    var na = 0.0
    let all = Double(left.reduce(0, +))
    for entry in mix.entries {
      let demand = entry.demand
      let milli = Int(demand.devices.milliEach)
      let enough = cpu >= demand.resources.cpuMilli
      if demand.devices.count == 0 {
        if enough { xl += entry.share * all } else { xr += entry.share * all }
      } else if demand.models != 0 && demand.models & model == 0 {
        na += entry.share * all
      } else if left.count(where: { $0 >= milli }) >= Int(demand.devices.count) {
        let short = left.filter { $0 < milli }.reduce(0, +)
        if enough { q2 += entry.share * Double(short) } else { q4 += entry.share * all }
      } else if enough {
        q2 += entry.share * all
      } else {
        q1 += entry.share * all
      }
    }
    return ((((q1 + q2) + q4) + xl) + xr) + na
  }

  /// The score of FGD and the device it is about, each device tried.
  static func rate(
    _ demand: Demand, _ mix: DemandMix, cpu: Int64, left: [Int], model: UInt64, _ score: (Double) -> Int
  ) -> (score: Int, devices: DeviceMask) {
    let before = published(mix, cpu: cpu, left: left, model: model)
    let cpuAfter = cpu - demand.resources.cpuMilli
    let milli = Int(demand.devices.milliEach)
    if demand.devices.count == 1 && milli < 1000 {
      var best = (score: -1, devices: DeviceMask(0))
      for device in left.indices where left[device] >= milli {
        var after = left
        after[device] -= milli
        let rated = score(before - published(mix, cpu: cpuAfter, left: after, model: model))
        if rated > best.score { best = (rated, 1 << DeviceMask(device)) }
      }
      return best
    }
    var after = left
    var mask: DeviceMask = 0
    for _ in 0..<demand.devices.count {
      let free = left.indices.filter { mask >> DeviceMask($0) & 1 == 0 && left[$0] >= milli }
      guard let least = free.min(by: { (left[$0], $0) < (left[$1], $1) }) else { continue }
      mask |= 1 << DeviceMask(least)
      after[least] -= milli
    }
    return (score(before - published(mix, cpu: cpuAfter, left: after, model: model)), mask)
  }
}
