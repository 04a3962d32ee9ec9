import MusterLearning

/// All that `muster train roles` and its relatives can be told: `--set KEY=VALUE`.
struct OrchestrationTrainerSettings: Sendable {
  static let localWeight = TraceKey.number(
    "local-weight", 0.5, in: 0...1, "share of its own reward in what an agent is paid; the rest is the team's"
  )
  static let potential = TraceKey.choice(
    "potential", Switch.on, "roles: pay discount * V(s') - V(s) beside, V being the team's value")
  static let sharing = TraceKey.choice(
    "sharing", Sharing.apart, "roles: one policy for each role, or one for all")
  static let edges = TraceKey.number(
    "edges", 0.4, in: 0...1, "commformer: share of the others that an agent can hear")
  static let copies = TraceKey.whole("copies", 16, in: 4...4096, "worlds that are stepped together")
  static let horizon = TraceKey.whole("horizon", 40, in: 1...10_000, "steps of each world between updates")
  static let epochs = TraceKey.whole("epochs", 4, in: 1...1000, "how often each batch is gone through")
  static let minibatches = TraceKey.whole("minibatches", 4, in: 1...1000, "parts that a batch is cut into")
  static let rate = TraceKey.number("rate", 3e-4, in: 1e-9...1, "the optimiser's rate")
  static let anneal = TraceKey.whole(
    "anneal", 0, in: 0...1_000_000_000, "frames over which the rate falls to 0; 0 keeps it")
  static let discount = TraceKey.number("discount", 0.99, in: 0...1, "discount of future rewards, a step")
  static let lambda = TraceKey.number("lambda", 0.95, in: 0...1, "of generalised advantage estimation")
  static let clip = TraceKey.number("clip", 0.2, in: 0.001...10, "how far the policy's ratio may move")
  static let entropy = TraceKey.number("entropy", 0.01, in: 0...10, "weight of the entropy bonus")
  static let share = TraceKey.number(
    "training-share", 0.6, in: 0.01...0.99, "share of each trace's tasks that is trained on; the rest tests")
  static let evaluations = TraceKey.whole("evaluations", 16, in: 1...10_000, "test episodes of each trace")
  static let nodes = TraceKey.whole(
    "nodes", 12, in: 2...256, "most compute nodes; episodes have two thirds or more")
  static let storage = TraceKey.whole(
    "storage", 4, in: 1...32, "most storage nodes; episodes have one fewer or all")
  static let schedulers = TraceKey.whole(
    "schedulers", 4, in: 1...16, "most schedulers; episodes have one fewer or all")
  static let steps = TraceKey.whole("length", 120, in: 2...10_000, "decision epochs in an episode")
  static let load = TraceKey.number(
    "load", 0.95, in: 0.01...50, "work offered over capacity; drawn 0.15 about it")
  static let churn = TraceKey.number(
    "churn", 0.4, in: 0...10, "breakdowns of a node in an episode, on average")
  static let seed = TraceKey.whole("seed", 1, in: 0...1_000_000_000, "of everything that is drawn")

  enum Switch: String, Sendable, CaseIterable {
    case on
    case off
  }

  enum Sharing: String, Sendable, CaseIterable {
    case apart
    case shared
  }

  static let parameters: [TraceParameter] = [
    localWeight.parameter, potential.parameter, sharing.parameter, edges.parameter, rate.parameter,
    anneal.parameter, discount.parameter, lambda.parameter, clip.parameter, entropy.parameter,
    copies.parameter, horizon.parameter, epochs.parameter, minibatches.parameter, nodes.parameter,
    storage.parameter, schedulers.parameter, steps.parameter, load.parameter, churn.parameter,
    share.parameter, evaluations.parameter, seed.parameter,
  ]

  var ppo = PPOSettings()
  var world = OrchestrationSettings()
  let trainingShare: Double
  let evaluations: Int
  let usesPotential: Bool
  let sharing: Sharing
  let edges: Double

  init(_ spec: TraceSpec) throws(TraceSpecError) {
    ppo.copies = try spec.value(Self.copies)
    ppo.horizon = try spec.value(Self.horizon)
    ppo.epochs = try spec.value(Self.epochs)
    ppo.minibatches = try spec.value(Self.minibatches)
    ppo.actorRate = Float(try spec.value(Self.rate))
    ppo.criticRate = ppo.actorRate
    ppo.annealFrames = try spec.value(Self.anneal)
    ppo.discount = Float(try spec.value(Self.discount))
    ppo.lambda = Float(try spec.value(Self.lambda))
    ppo.clip = Float(try spec.value(Self.clip))
    ppo.entropy = Float(try spec.value(Self.entropy))
    ppo.gradientNorm = 1
    ppo.seed = UInt64(try spec.value(Self.seed))
    let (nodes, storage) = (try spec.value(Self.nodes), try spec.value(Self.storage))
    let schedulers = try spec.value(Self.schedulers)
    world.nodes = max(nodes * 2 / 3, 1)...nodes
    world.storage = max(storage - 1, 1)...storage
    world.schedulers = max(schedulers - 1, 1)...schedulers
    world.steps = try spec.value(Self.steps)
    let (load, churn) = (try spec.value(Self.load), try spec.value(Self.churn))
    world.load = max(load - 0.15, 0.005)...(load + 0.15)
    world.churn = (churn / 2)...(churn * 3 / 2)
    world.localWeight = Float(try spec.value(Self.localWeight))
    trainingShare = try spec.value(Self.share)
    evaluations = try spec.value(Self.evaluations)
    usesPotential = try spec.value(Self.potential) == .on
    sharing = try spec.value(Self.sharing)
    edges = try spec.value(Self.edges)
  }
}
