import MusterCore

/// What the work cost and what it was worth.
struct MoneyMeter: Sendable {
  private var reward = 0.0
  private var ended = 0
  /// Micro-dollars; nil while no task asked several.
  private var calledOff: Double?

  mutating func ended(_ ending: Ending) {
    reward += ending.reward
    ended += 1
  }

  /// A task was put to several agents, or a run of one that was called off told what it had cost, in micro-dollars.
  mutating func askedSeveral(calledOff cost: Int64 = 0) {
    calledOff = (calledOff ?? 0) + Double(cost)
  }

  /// - Parameter spent: micro-dollars.
  func metrics(spent: Int64, submitted: Double, succeeded: UInt64) -> [MetricValue] {
    let dollars = Double(spent) * 1e-6
    var metrics = [
      MetricValue("costPerTaskUSD", submitted > 0 ? dollars / submitted : .nan),
      MetricValue("costPerSuccessUSD", succeeded > 0 ? dollars / Double(succeeded) : .nan),
      MetricValue("rewardMean", ended > 0 ? reward / Double(ended) : .nan),
    ]
    if let calledOff {
      metrics.append(MetricValue("calledOffPct", spent > 0 ? 100 * calledOff / Double(spent) : 0))
    }
    return metrics
  }
}
