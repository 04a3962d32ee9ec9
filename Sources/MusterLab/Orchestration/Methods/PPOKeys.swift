import MusterLearning

/// What the methods of the family of PPO can be told: one learning rate and batch for all of them.
enum PPOKeys {
  static let rate = TraceKey.number("rate", 5e-4, in: 1e-9...1, "the optimiser's rate")
  static let lambda = TraceKey.number("lambda", 0.97, in: 0...1, "of generalised advantage estimation")
  static let clip = TraceKey.number("clip", 0.2, in: 0.001...10, "how far the policy's ratio may move")
  static let entropy = TraceKey.number("entropy", 0.003, in: 0...10, "weight of the entropy bonus")
  static let gradientNorm = OptimiserKeys.gradientNorm(1)
  static let epochs = TraceKey.whole("epochs", 5, in: 1...1000, "how often each batch is gone through")
  static let minibatches = TraceKey.whole("minibatches", 8, in: 1...1000, "parts that a batch is cut into")

  static let all: [TraceParameter] = [
    rate.parameter, gradientNorm.parameter, lambda.parameter, clip.parameter, entropy.parameter,
    epochs.parameter, minibatches.parameter,
  ]

  static func settings(
    _ spec: TraceSpec, _ plan: OrchestrationMethod.Plan, shards: Int = PPOSettings().shards
  ) throws(TraceSpecError) -> PPOSettings {
    var settings = PPOSettings()
    settings.shards = shards
    settings.copies = plan.copies
    settings.horizon = plan.horizon
    settings.discount = plan.discount
    settings.annealFrames = plan.frames
    settings.seed = plan.seed
    settings.actorRate = Float(try spec.value(rate))
    settings.criticRate = settings.actorRate
    settings.lambda = Float(try spec.value(lambda))
    settings.clip = Float(try spec.value(clip))
    settings.entropy = Float(try spec.value(entropy))
    settings.epochs = try spec.value(epochs)
    settings.minibatches = try spec.value(minibatches)
    settings.gradientNorm = Float(try spec.value(gradientNorm))
    try check(spec, settings)
    return settings
  }

  /// Throws where a batch has too few frames to be cut as it is to be, about a key that is written there.
  private static func check(_ spec: TraceSpec, _ settings: PPOSettings) throws(TraceSpecError) {
    let frames = settings.minibatches * settings.shards
    if settings.batchFrames >= frames { return }
    let (copies, horizon) = (OrchestrationTrainerSettings.copies, OrchestrationTrainerSettings.horizon)
    func least(_ other: Int, _ name: String) -> String {
      "at least \((frames + other - 1) / other) with \(other) \(name), for \(settings.minibatches) minibatches of "
        + "\(settings.shards) frames or more"
    }
    if !spec.has(minibatches), spec.has(horizon) {
      throw spec.clash(horizon, expected: least(settings.copies, "copies"))
    }
    if !spec.has(minibatches), spec.has(copies) {
      throw spec.clash(copies, expected: least(settings.horizon, "steps of each, the horizon"))
    }
    throw spec.clash(
      minibatches,
      expected:
        "at most \(settings.batchFrames / settings.shards), of \(settings.copies) copies and a horizon of "
        + "\(settings.horizon)")
  }
}
