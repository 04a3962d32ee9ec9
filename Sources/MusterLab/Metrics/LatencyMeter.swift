import MusterCore
import MusterMath

/// How long tasks wait to be placed, and to be done.
struct LatencyMeter: Sendable {
  private var placement = QuantileSketch()
  private var placementMoments = RunningMoments()
  private var completion = QuantileSketch()
  private var completionMoments = RunningMoments()

  mutating func placed(after wait: Nanoseconds) {
    placement.add(Double(wait) * 1e-6)
    placementMoments.add(Double(wait) * 1e-6)
  }

  mutating func completed(after total: Nanoseconds) {
    completion.add(Double(total) * 1e-6)
    completionMoments.add(Double(total) * 1e-6)
  }

  func metrics(completes: Bool) -> [MetricValue] {
    var metrics = LatencyMeter.metrics("placement", placement, placementMoments)
    if completes { metrics += LatencyMeter.metrics("completion", completion, completionMoments) }
    return metrics
  }

  private static func metrics(_ name: String, _ sketch: QuantileSketch, _ moments: RunningMoments)
    -> [MetricValue]
  {
    [
      MetricValue("\(name)MeanMs", moments.count > 0 ? moments.mean : .nan),
      MetricValue("\(name)P50Ms", sketch.quantile(0.5) ?? .nan),
      MetricValue("\(name)P99Ms", sketch.quantile(0.99) ?? .nan),
    ]
  }
}
