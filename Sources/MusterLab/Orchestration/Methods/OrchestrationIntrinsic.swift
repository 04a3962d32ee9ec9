import MusterLearning

extension OrchestrationMethod {
  private static let weight = TraceKey.number(
    "intrinsic-weight", 0.3, in: 0...100, "what a rise of the annotations' score from 0 to 1 pays")
  private static let questions = TraceKey.whole(
    "questions", 64, in: 0...1024, "observations that annotators are asked about after each update")
  private static let steps = TraceKey.whole(
    "distillation", 32, in: 0...100_000, "steps of the reward model after each update")

  private static let annotator = TraceKey.choice(
    "annotator", Judge.rule,
    "who says how good an observation is: a rule, or an endpoint that --annotator names")

  private enum Judge: String, Sendable, CaseIterable { case rule, endpoint }

  /// MAPPO with an intrinsic reward from annotations.
  static let intrinsic = OrchestrationMethod(
    "intrinsic", "The same world, MAPPO paid beside by a model of what annotators say.",
    source: "ONI, Zheng et al., 2024; potentials, Ng, Harada and Russell, 1999",
    keys: [weight.parameter, questions.parameter, steps.parameter, annotator.parameter] + PPOKeys.all
  ) { spec, plan, world in
    var settings = IntrinsicTrainer.Settings()
    settings.weight = Float(try spec.value(weight))
    settings.questions = try spec.value(questions)
    settings.steps = try spec.value(steps)
    return try IntrinsicTrainer(
      settings, try PPOKeys.settings(spec, plan), threads: 1,
      annotator: try spec.value(annotator) == .rule ? OrchestrationAnnotator() : nil, world: world)
  }
}

/// A rule that says how good what an agent of an ``OrchestrationWorld`` sees is. It stands where a feedback model
/// would: one behind an endpoint answers through the trainer's queue instead.
///
/// A scheduler's view is good with short waits, a compute node's with its processors in use and its jobs at full
/// speed, a storage node's with reads that are served, from its own rack.
struct OrchestrationAnnotator: Annotator {
  func score(_ observation: [Float]) -> Float? {
    observation.withUnsafeBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return nil }
      let seen = OrchestrationSeen(base)
      func held(_ number: Float) -> Float { min(max(number, 0), 1) }
      return switch seen.role {
      case .scheduler: 5 / (5 + max(seen.wait, 0))
      case .compute: 0.5 * held(seen.useful) + 0.5 * held(seen.rate)
      case .storage: 0.5 * held(seen.served) + 0.5 * held(seen.local)
      case nil: nil
      }
    }
  }
}
