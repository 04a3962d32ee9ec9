import MusterLearning

extension OrchestrationWorld {
  /// Runs one whole episode in every copy under `actor`, from where the world stands (the start of an episode), and
  /// returns what each measured, in order.
  public mutating func run(_ actor: any TeamActor) -> [OrchestrationMeasures] {
    let rows = copies * agents
    let observations = FloatMemory(count: rows * observationSize)
    let rewards = FloatMemory(count: rows)
    var mask = [UInt8](repeating: 0, count: rows * actions)
    var chosen = [Int32](repeating: 0, count: rows)
    var ends = [EpisodeEnd](repeating: .running, count: copies)
    while ends.contains(.running) {
      observe(into: observations.base)
      self.mask(into: &mask)
      actor.act(observations.base, mask: mask, into: &chosen)
      step(actions: chosen, rewards: rewards.base, ends: &ends)
    }
    return (0..<copies).map { measures(copy: $0) }
  }
}
