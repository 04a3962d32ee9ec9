/// What one update of PPO did.
public struct PPOReport: Sendable, Equatable {
  /// Steps of single copies so far.
  public internal(set) var frames = 0
  /// Updates so far.
  public internal(set) var updates = 0
  /// Returns of the episodes that ended in this batch, mean over agents, undiscounted.
  public internal(set) var returns: [Double] = []
  /// Mean entropy of the policy, in nats.
  public internal(set) var entropy = 0.0
  /// Estimated divergence of the new policy from the old one, in nats, mean over all minibatches.
  public internal(set) var divergence = 0.0
  /// Share of rows whose ratio was beyond the clip.
  public internal(set) var clipped = 0.0
  /// Mean of half the squared error of normalised values.
  public internal(set) var valueLoss = 0.0
  /// Norm of the actor's last gradient, before it was cut.
  public internal(set) var actorNorm = 0.0
  /// Norm of the critic's last gradient, before it was cut.
  public internal(set) var criticNorm = 0.0

  /// The mean of `returns`; nil where no episode ended.
  public var meanReturn: Double? {
    returns.isEmpty ? nil : returns.reduce(0, +) / Double(returns.count)
  }

  mutating func take(_ sums: PPOLoss.Sums) {
    let rows = max(sums.rows, 1)
    entropy = sums.entropy / rows
    divergence = sums.divergence / rows
    clipped = sums.clipped / rows
    valueLoss = sums.valueLoss / rows
  }
}
