/// What one policy did on one seed of a trace.
public struct RunResult: Sendable, Codable, Equatable {
  /// The policy's name, or its sentence where it has no name.
  public var policy: String
  /// The seed that shuffled the trace; runs of different policies are paired by it.
  public var seed: UInt64
  /// What the run measured on the virtual clock: the same on every machine.
  public var metrics: [MetricValue]
  /// What the machine took over it: differs from run to run, hence kept apart.
  public var wallClock: [MetricValue]
  /// Quantities followed through the run, for the report.
  public var curves: [Curve]

  /// The result of one run.
  public init(
    policy: String, seed: UInt64, metrics: [MetricValue], wallClock: [MetricValue] = [],
    curves: [Curve] = []
  ) {
    self.policy = policy
    self.seed = seed
    self.metrics = metrics
    self.wallClock = wallClock
    self.curves = curves
  }
}
