import MusterCore

/// What the work cost and what it was worth.
struct MoneyMeter: Sendable {
  private var reward = 0.0
  private var ended = 0

  mutating func ended(_ ending: Ending) {
    reward += ending.reward
    ended += 1
  }

  /// - Parameter spent: micro-dollars.
  func metrics(spent: Int64, submitted: Double, succeeded: UInt64) -> [MetricValue] {
    let dollars = Double(spent) * 1e-6
    return [
      MetricValue("costPerTaskUSD", submitted > 0 ? dollars / submitted : .nan),
      MetricValue("costPerSuccessUSD", succeeded > 0 ? dollars / Double(succeeded) : .nan),
      MetricValue("rewardMean", ended > 0 ? reward / Double(ended) : .nan),
    ]
  }
}
