import MusterCore

/// A weighted vote under a policy that says nothing of weights.
public struct VoteError: Error, Equatable, Sendable, CustomStringConvertible {
  public let policy: String

  public var description: String {
    "policy \"\(policy)\": found tasks that are decided by a weighted vote and no word that weighs votes, "
      + "expected one more word, `\(policy) | vote-weights`, or rule=majority"
  }
}

extension Workload {
  /// Throws where tasks are decided by a weighted vote and the policy weighs none: all votes would count the same.
  /// O(tasks).
  public func check(_ policy: any Policy) throws(VoteError) {
    if policy.weighsVotes { return }
    for arrival in arrivals where arrival.tasks.contains(where: { $0.ask?.rule == .weighted }) {
      throw VoteError(policy: policy.name)
    }
  }
}
