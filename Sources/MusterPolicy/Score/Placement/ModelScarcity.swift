import MusterCore

/// How scarce each model of device is in a pool, for a mix of demands: the share of all wanted devices that is
/// wanted of this model, over its share of all devices. A demand that allows several models counts to each by
/// their devices; one that allows all counts to none. 0 is a model that nobody needs; at 1 the tasks that cannot do
/// without it fill it, once all tasks together fill the pool.
///
/// O(agents + mix), when the mix or the pool's offer changes.
struct ModelScarcity: Sendable {
  /// By the bit of the model.
  private var values = [Float](repeating: 0, count: 64)

  /// Nothing is scarce.
  init() {}

  init(_ mix: DemandMix, _ pool: borrowing Pool) {
    var supply = [Double](repeating: 0, count: 64)
    for row in 0..<pool.count where pool.status[row] == .active && pool.modelBit[row] != 0 {
      supply[pool.modelBit[row].trailingZeroBitCount] += Double(pool.agents[row].deviceCount)
    }
    var wanted = [Double](repeating: 0, count: 64)
    var total = 0.0
    for entry in mix.entries {
      let amount = entry.share * Double(entry.demand.devices.totalMilli)
      total += amount
      let models = (0..<64).filter { entry.demand.models >> UInt64($0) & 1 == 1 }
      let offered = models.reduce(0) { $0 + supply[$1] }
      if offered > 0 { for model in models { wanted[model] += amount * supply[model] / offered } }
    }
    let offered = supply.reduce(0, +)
    for model in 0..<64 where supply[model] > 0 && total > 0 {
      values[model] = Float(wanted[model] / total * offered / supply[model])
    }
  }

  /// Of the model with this bit; 0 for an agent without devices.
  subscript(bit: UInt64) -> Float { bit == 0 ? 0 : values[bit.trailingZeroBitCount] }
}
