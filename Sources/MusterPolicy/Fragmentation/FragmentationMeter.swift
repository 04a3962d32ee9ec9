import MusterCore

/// How fragmented a pool is against a mix of demands: the F of FGD, outside of any policy.
public struct FragmentationMeter: Sendable {
  private var table = MixTable()

  public init(mix: DemandMix) { table.compile(mix) }

  /// Idle thousandths of the agent's devices that tasks of the mix cannot use, in expectation.
  public mutating func fragmentation(of row: Int, in pool: Pool) -> Double {
    let program = table.program(cpu: pool.free[row].cpuMilli, model: pool.modelBit[row])
    let count = Int(pool.devices[row].count)
    return withUnsafeBytes(of: pool.devices[row].left) { lanes in
      table.fragmentation(
        program, left: UnsafeBufferPointer(rebasing: lanes.assumingMemoryBound(to: Int16.self)[..<count]))
    }
  }
}
