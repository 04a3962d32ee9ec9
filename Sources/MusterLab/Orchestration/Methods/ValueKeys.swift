import MusterLearning

/// What the methods that learn values of actions from replay can be told.
enum ValueKeys {
  static let rate = TraceKey.number("rate", 5e-4, in: 1e-9...1, "the optimiser's rate")
  static let gradientNorm = OptimiserKeys.gradientNorm(10)
  static let memory = TraceKey.whole("memory", 8000, in: 100...10_000_000, "steps that are remembered")
  static let batch = TraceKey.whole(
    "batch", 64, in: 1...100_000, "remembered steps that an optimiser step takes")
  static let warmUp = TraceKey.whole(
    "warm-up", 1000, in: 1...10_000_000, "remembered steps before learning begins")
  static let exploring = TraceKey.whole(
    "explore-frames", else: "half of anneal, or 50000", in: 1...1_000_000_000,
    "frames over which random actions become few")
  static let last = TraceKey.number("explore-last", 0.05, in: 0...1, "share of random actions at last")
  static let period = TraceKey.whole(
    "target-period", 200, in: 1...1_000_000, "optimiser steps between copies of the target networks")
  static let embedding = TraceKey.whole("embedding", 16, in: 1...4096, "size of the mixer's hidden layer")

  /// Those of every such method, beside mixing, rate and the norm of gradients.
  static let shared: [TraceParameter] = [
    memory.parameter, batch.parameter, warmUp.parameter, exploring.parameter, last.parameter,
    period.parameter,
  ]

  /// Throws where learning would never begin, as too little is remembered.
  static func check(_ spec: TraceSpec) throws(TraceSpecError) {
    for least in [batch, warmUp, OrchestrationTrainerSettings.copies] {
      try spec.check(memory, atLeast: least)
    }
  }

  /// All but mixing; rate and the norm of gradients by keys of the method's own, where it has some.
  static func settings(
    _ spec: TraceSpec, _ plan: OrchestrationMethod.Plan, rate: TraceKey<Double> = rate,
    gradientNorm: TraceKey<Double> = gradientNorm
  ) throws(TraceSpecError) -> ValueSettings {
    try check(spec)
    var settings = ValueSettings()
    settings.copies = plan.copies
    settings.discount = plan.discount
    settings.seed = plan.seed
    settings.gradientNorm = Float(try spec.value(gradientNorm))
    settings.memory = try spec.value(memory)
    settings.batch = try spec.value(batch)
    settings.warmUp = try spec.value(warmUp)
    settings.exploreFrames = try spec.value(exploring) ?? (plan.frames > 0 ? plan.frames / 2 : 50_000)
    settings.exploreLast = try spec.value(last)
    settings.targetPeriod = try spec.value(period)
    settings.rate = Float(try spec.value(rate))
    return settings
  }
}
