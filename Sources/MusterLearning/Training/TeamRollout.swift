/// What the whole was paid and worth in a batch: for each copy its steps in order.
final class TeamRollout: Sendable {
  let rewards: FloatMemory
  let values: FloatMemory
  /// Values of the states in which truncated episodes were left.
  let cut: FloatMemory
  let advantages: FloatMemory
  let returns: FloatMemory

  init(steps: Int) {
    rewards = FloatMemory(count: steps)
    values = FloatMemory(count: steps)
    cut = FloatMemory(count: steps)
    advantages = FloatMemory(count: steps)
    returns = FloatMemory(count: steps)
  }

  /// Adds discount * V(s') - V(s) to the rewards of all agents over the steps of one copy, `slot` being the first and
  /// `following` the value after the last. `carried` is what the first state was valued at before, if it was: a state
  /// has one value for good, so that the terms of an episode add up to nothing but its ends.
  func shape(
    _ rewards: UnsafeMutablePointer<Float>, agents: Int, slot: Int, steps: Int,
    ends: UnsafePointer<EpisodeEnd>, discount: Float, following: Float, carried: Float?
  ) {
    for step in 0..<steps {
      let at = slot + step
      var next = step + 1 < steps ? values.base[at + 1] : following
      switch ends[at] {
      case .running: break
      case .terminated: next = 0
      case .truncated: next = cut.base[at]
      }
      let now = step == 0 ? carried ?? values.base[at] : values.base[at]
      for agent in 0..<agents { rewards[at * agents + agent] += discount * next - now }
    }
  }
}
