/// Off-policy estimates of a stream of decisions, in a few words of state: weights and rewards come one by
/// one, and a reward may be replaced later. `O(1)` each.
public struct RunningOffPolicy: Sendable, Equatable {
  public private(set) var count: UInt64 = 0
  private var weights = 0.0
  private var squaredWeights = 0.0
  private var rewards = 0.0
  /// Sums of squared weights times reward, and times squared reward.
  private var weighted = (once: 0.0, twice: 0.0)
  public private(set) var greatestWeight = 0.0

  public init() {}

  /// Adds a decision.
  /// - Parameters:
  ///   - weight: the target's probability of the choice over the logged one, finite and at least 0.
  ///   - reward: finite.
  public mutating func add(weight: Double, reward: Double) {
    count += 1
    weights += weight
    squaredWeights += weight * weight
    greatestWeight = max(greatestWeight, weight)
    addReward(weight, reward, sign: 1)
  }

  /// Puts another reward in the place of one that was added with this weight.
  public mutating func replace(_ old: Double, with new: Double, weight: Double) {
    addReward(weight, old, sign: -1)
    addReward(weight, new, sign: 1)
  }

  private mutating func addReward(_ weight: Double, _ reward: Double, sign: Double) {
    rewards += sign * weight * reward
    weighted.once += sign * weight * weight * reward
    weighted.twice += sign * weight * weight * reward * reward
  }

  /// Kish's effective sample size.
  public var effectiveCount: Double { squaredWeights > 0 ? weights * weights / squaredWeights : 0 }

  /// The mean weight; near 1 where the log covers what the target would choose. 0 for no decisions.
  public var meanWeight: Double { count == 0 ? 0 : weights / Double(count) }

  /// ``OffPolicyEstimator/inversePropensity`` with the interval of ``OffPolicyEstimate/from(_:by:level:)``.
  public func inversePropensity(level: Double) -> OffPolicyEstimate {
    let n = Double(count)
    let value = rewards / n
    return estimate(value, squares: weighted.twice - n * value * value, scale: 1, level)
  }

  /// ``OffPolicyEstimator/selfNormalised`` with the interval of ``OffPolicyEstimate/from(_:by:level:)``, but
  /// by the delta method alone: a little narrower where a few weights carry the sum.
  public func selfNormalised(level: Double) -> OffPolicyEstimate {
    let value = rewards / weights
    let squares = weighted.twice - 2 * value * weighted.once + value * value * squaredWeights
    return estimate(value, squares: squares, scale: meanWeight, level)
  }

  private func estimate(_ value: Double, squares: Double, scale: Double, _ level: Double) -> OffPolicyEstimate
  {
    guard effectiveCount > 0 else { return OffPolicyEstimate(value: .nan, halfWidth: .infinity) }
    guard count > 1 else { return OffPolicyEstimate(value: value, halfWidth: .infinity) }
    let n = Double(count)
    let deviation = (max(squares, 0) / (n - 1)).squareRoot() / scale
    let t = StudentT.quantile(0.5 + level / 2, degrees: max(effectiveCount - 1, 1))
    return OffPolicyEstimate(value: value, halfWidth: t * deviation / n.squareRoot())
  }

  public func write(to writer: inout ByteWriter) {
    writer.varint(count)
    for number in [weights, squaredWeights, rewards, weighted.once, weighted.twice, greatestWeight] {
      writer.double(number)
    }
  }

  /// Nil where the bytes are whole but say something impossible.
  public init?(from reader: inout ByteReader) throws(ByteError) {
    count = try reader.varint()
    weights = try reader.double()
    squaredWeights = try reader.double()
    rewards = try reader.double()
    weighted = (try reader.double(), try reader.double())
    greatestWeight = try reader.double()
    guard weights >= 0, weights.isFinite, squaredWeights >= 0, squaredWeights.isFinite, rewards.isFinite,
      weighted.once.isFinite, weighted.twice.isFinite, greatestWeight >= 0, greatestWeight.isFinite
    else { return nil }
  }

  public static func == (a: Self, b: Self) -> Bool {
    a.count == b.count && a.weights == b.weights && a.squaredWeights == b.squaredWeights
      && a.rewards == b.rewards && a.weighted == b.weighted && a.greatestWeight == b.greatestWeight
  }
}
