/// Settings of the optimiser: how fast and how freely a method learns. Nothing that was learned or remembered hangs on
/// them, so that a run may go on with others; the rest is the run's for good.
enum OptimiserKeys {
  /// The greatest norm of a gradient, with a method's own default.
  static func gradientNorm(_ fallback: Double) -> TraceKey<Double> {
    .number(
      "gradient-norm", fallback, in: 1e-6...1e6,
      "the greatest norm of a network's gradient; longer ones are cut"
    )
  }

  private static let names = [
    "rate", "critic-rate", "planning-rate", "edge-rate", "gradient-norm", "planning-gradient-norm", "clip",
    "entropy", "anneal", "explore-frames",
  ]

  /// Those among a method's settings.
  static func among(_ settings: [TraceParameter]) -> [String] {
    settings.map(\.name).filter(names.contains)
  }
}
