import MusterLearning

/// What `muster train` can be told of all methods that learn to orchestrate, `--set KEY=VALUE`: the world, how much is
/// learned from at once, and how it is tested. A method's own keys stand with it: see ``OrchestrationMethod``.
struct OrchestrationTrainerSettings: Sendable {
  static let localWeight = TraceKey.number(
    "local-weight", 0.5, in: 0...1, "share of its own reward in what an agent is paid; the rest is the team's"
  )
  static let copies = TraceKey.whole("copies", 32, in: 4...4096, "worlds that are stepped together")
  static let horizon = TraceKey.whole(
    "horizon", 32, in: 1...10_000, "steps of each world in a batch, and in a step")
  static let anneal = TraceKey.whole(
    "anneal", 0, in: 0...1_000_000_000,
    "family of PPO: frames, counted from the run's beginning, over which the rate falls to 0; 0 keeps it")
  static let discount = TraceKey.number("discount", 0.995, in: 0...1, "discount of future rewards, a step")
  static let share = TraceKey.number(
    "training-share", 0.6, in: 0.01...1, TrainingGround.shareMeaning)
  static let evaluations = TraceKey.whole("evaluations", 16, in: 1...10_000, "test episodes of each trace")
  static let nodes = TraceKey.whole(
    "nodes", 12, in: 2...256, "most compute nodes; episodes have two thirds or more")
  static let storage = TraceKey.whole(
    "storage", 4, in: 1...32, "most storage nodes; episodes have one fewer or all")
  static let schedulers = TraceKey.whole(
    "schedulers", 4, in: 1...16, "most schedulers; episodes have one fewer or all")
  static let steps = TraceKey.whole("length", 120, in: 2...10_000, "decision epochs in an episode")
  static let load = TraceKey.number(
    "load", 0.95, in: 0.01...50, "work offered over capacity; drawn about it")
  static let spread = TraceKey.number(
    "load-spread", 0.15, in: 0...10, "how far from it at most: the wider, the more loads are learned for")
  static let churn = TraceKey.number(
    "churn", 0.4, in: 0...10, "breakdowns of a node in an episode, on average")
  static let faults = TraceKey<String?>(
    TraceParameter(
      name: "faults", type: "text", fallback: "drawn, as churn says",
      range: "a plan, such as crash(agent: 0, at: 60, for: 30)",
      meaning:
        "what goes wrong in every episode, as with --faults: seconds are epochs, agents are compute nodes, "
        + "then storage nodes, then schedulers"), nil
  ) { .some($0) }
  static let widening = TraceKey.whole(
    "widening", 0, in: 0...1_000_000,
    "curriculum: training episodes of each world over which load and breakdowns rise from the least of their ranges to all of them"
  )
  static let scope = TraceKey.choice(
    "scope", OrchestrationScope.cluster,
    "pool: agents learn what they can see and do in a live pool, and are tested in replays, as learned(FILE)")
  static let seed = TraceKey.whole("seed", 1, in: 0...1_000_000_000, "of everything that is drawn")

  static let parameters: [TraceParameter] = [
    localWeight.parameter, anneal.parameter, discount.parameter, copies.parameter, horizon.parameter,
    nodes.parameter, storage.parameter, schedulers.parameter, steps.parameter, load.parameter,
    spread.parameter, churn.parameter, faults.parameter, widening.parameter, scope.parameter, share.parameter,
    evaluations.parameter, seed.parameter,
  ]

  let plan: OrchestrationMethod.Plan
  /// What is tested in, and learned in at the end of the curriculum.
  let world: OrchestrationSettings
  let widening: Int
  let trainingShare: Double
  let evaluations: Int

  init(_ spec: TraceSpec) throws(TraceSpecError) {
    var plan = OrchestrationMethod.Plan(
      frames: try spec.value(Self.anneal), seed: UInt64(try spec.value(Self.seed)))
    plan.copies = try spec.value(Self.copies)
    plan.horizon = try spec.value(Self.horizon)
    plan.discount = Float(try spec.value(Self.discount))
    self.plan = plan
    var world = OrchestrationSettings(
      nodes: try spec.value(Self.nodes), storage: try spec.value(Self.storage),
      schedulers: try spec.value(Self.schedulers), steps: try spec.value(Self.steps),
      load: try spec.value(Self.load), spread: try spec.value(Self.spread), churn: try spec.value(Self.churn),
      localWeight: try spec.value(Self.localWeight))
    world.scope = try spec.value(Self.scope)
    if let plan = try spec.value(Self.faults) {
      do throws(FaultError) {
        try world.take(faults: plan)
      } catch {
        throw TraceSpecError(
          .badValue, spec: spec.text, part: "key \(Self.faults.name): fault \"\(error.text)\"",
          found: error.found,
          expected: error.expected)
      }
    }
    self.world = world
    widening = try spec.value(Self.widening)
    trainingShare = try spec.value(Self.share)
    evaluations = try spec.value(Self.evaluations)
  }
}
