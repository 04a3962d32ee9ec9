import MusterCore

/// The delayed reward of Symphony-Coord (arXiv 2602.00966): a task is run as up to three chains on distinct agents,
/// they vote on the answer, and then every run is rewarded for its own success, for agreeing with the vote and for
/// being fast.
///
/// The chains are the runs of an ``Ask``; ``RiskGuard/ask(_:copies:_:)`` makes one. When their ballot is decided
/// each run's ``Outcome/agreement`` comes to the policy as a correction, and ``SymphonyScore`` puts this reward in
/// place of what the run was counted with before.
public enum VoteReward {
  /// The most chains that the publication runs before it looks at the risk.
  public static let chainLimit = 3

  /// 1[ok] + 0.5 1[agrees with the vote] - 0.2 sqrt(latency / 2000 ms), between -0.2 and 1.5. The latency term is at
  /// most 0.2, as in the released code.
  /// - Parameter latency: milliseconds; what is no number counts as slow.
  public static func reward(succeeded: Bool, agrees: Bool, latency: Double) -> Double {
    let share = latency.isNaN ? 1 : min(max(latency / 2000, 0), 1)
    return (succeeded ? 1 : 0) + (agrees ? 0.5 : 0) - 0.2 * share.squareRoot()
  }

  /// The reward of a run whose ballot is decided; nil for any other outcome.
  public static func reward(of outcome: Outcome) -> Double? {
    outcome.agreement.map {
      reward(succeeded: outcome.succeeded, agrees: $0, latency: Double(max(outcome.duration, 0)) * 1e-6)
    }
  }
}
