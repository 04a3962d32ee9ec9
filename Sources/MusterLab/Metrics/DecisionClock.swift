import MusterMath

/// How long the policy takes over a batch, on this machine: the one thing in a run that differs from run to run.
struct DecisionClock: Sendable {
  private var sketch = QuantileSketch()
  private var total = 0.0
  private var offered = 0
  private var startedAt = ContinuousClock.now
  private let begunAt = ContinuousClock.now

  mutating func start() { startedAt = .now }

  mutating func stop(offered count: Int) {
    guard count > 0 else { return }
    let taken = startedAt.duration(to: .now)
    let microseconds = Double(taken.components.seconds) * 1e6 + Double(taken.components.attoseconds) * 1e-12
    sketch.add(microseconds)
    total += microseconds
    offered += count
  }

  var metrics: [MetricValue] {
    let run = begunAt.duration(to: .now)
    return [
      MetricValue("decisionP50Us", sketch.quantile(0.5) ?? .nan),
      MetricValue("decisionP99Us", sketch.quantile(0.99) ?? .nan),
      MetricValue("decisionsPerS", total > 0 ? Double(offered) / (total * 1e-6) : .nan),
      MetricValue("wallS", Double(run.components.seconds) + Double(run.components.attoseconds) * 1e-18),
    ]
  }
}
