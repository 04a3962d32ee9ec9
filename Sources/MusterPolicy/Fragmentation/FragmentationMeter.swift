import MusterCore

/// Measures fragmentation as FGD does (Weng et al., ATC'23), in thousandths of devices: what a task drawn from the
/// mix could not use of what is idle. Divide by the capacity for the amount, by what is idle for the ratio.
///
/// It remembers the agents by version: one meter for one pool. The total is O(agents), with an evaluation of about
/// 50 ns for each agent that changed.
public struct FragmentationMeter: Sendable {
  private var table = MixTable()
  private var seen: [UInt64] = []
  private var known: [Double] = []

  /// - Parameter mix: the demands that fragmentation is measured against.
  public init(mix: DemandMix) { table.compile(mix) }

  /// Measures against another mix from now on.
  public mutating func setMix(_ mix: DemandMix) {
    table.compile(mix)
    seen.removeAll(keepingCapacity: true)
    known.removeAll(keepingCapacity: true)
  }

  /// F_n of an agent in such a state: the expected thousandths of its devices that are of no use.
  public mutating func fragmentation(cpuMilli: Int64, devices: Devices, modelBit: UInt64) -> Double {
    var lanes = devices.left
    return withUnsafeMutableBytes(of: &lanes) { bytes in
      let left = UnsafeBufferPointer(bytes.assumingMemoryBound(to: Int16.self))
      return table.fragmentation(
        table.program(cpu: cpuMilli, model: modelBit),
        left: UnsafeBufferPointer(rebasing: left[..<Int(devices.count)]))
    }
  }

  /// F_n of the agent in a row of the pool; zero for one that has left.
  public mutating func fragmentation(of row: Int, in pool: borrowing Pool) -> Double {
    if pool.status[row] == .left { return 0 }
    return fragmentation(
      cpuMilli: pool.free[row].cpuMilli, devices: pool.devices[row], modelBit: pool.modelBit[row])
  }

  /// The sum over the pool, in the order of its rows.
  public mutating func total(in pool: borrowing Pool) -> Double {
    var sum = 0.0
    for row in 0..<pool.count {
      if row == seen.count {
        seen.append(pool.version[row])
        known.append(fragmentation(of: row, in: pool))
      } else if seen[row] != pool.version[row] {
        seen[row] = pool.version[row]
        known[row] = fragmentation(of: row, in: pool)
      }
      sum += known[row]
    }
    return sum
  }
}
