extension OrchestrationSettings {
  /// What the episode of this number of a copy is drawn from: see ``widening``.
  func of(episode: UInt64) -> OrchestrationSettings {
    if widening == 0 || episode >= UInt64(widening) { return self }
    let width = Double(episode) / Double(widening)
    func narrowed(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
      range.lowerBound...(range.lowerBound + width * (range.upperBound - range.lowerBound))
    }
    var settings = self
    (settings.load, settings.churn) = (narrowed(load), narrowed(churn))
    return settings
  }
}
