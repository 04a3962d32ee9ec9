import MusterMath

/// The policy of a checkpoint, for use without training: what `TeamLearner.policy()` gave, by PPO in all its forms,
/// VDN, QMIX, COMA, MADDPG, two-stage allocation or GMAH, the last two of agents that orchestrate. Nothing in it
/// changes, so that any number of threads may make actors of it.
public struct TrainedTeam: Sendable {
  /// The sizes of the worlds that it was trained in.
  public let shape: WorldShape
  /// Whether an agent chooses by what others see, too.
  public let hearsOthers: Bool
  private let make: Make

  /// For so many copies of worlds of a shape; `keeps` says whether an agent's goals are kept from call to call.
  private typealias Make = @Sendable (_ shape: WorldShape, _ copies: Int, _ keeps: Bool) -> any TeamActor

  /// Reads the policy and nothing else. Throws where the checkpoint is of another method, damaged, or holds numbers
  /// that are not finite.
  public init(_ checkpoint: Checkpoint) throws {
    let method = try checkpoint.read("method") { try $0.string() }
    let shape = try checkpoint.read("shape") { try WorldShape(from: &$0) }
    try shape.check()
    switch method {
    case "ppo": try self.init(ppo: checkpoint, shape)
    case "value", "coma", "maddpg":
      let network = try Network.perceptron(
        checkpoint, section: method == "value" ? "agent" : "actor", shape,
        activation: method == "coma" ? .tanh : .relu)
      self.init(shape) { shape, copies, _ in SharedActor(network, shape, copies: copies) }
    case "two-stage": try self.init(twoStage: checkpoint, shape)
    case "gmah": try self.init(gmah: checkpoint)
    default:
      throw CheckpointError.mismatch(
        what: "a policy of", found: method, expected: "ppo, value, coma, maddpg, two-stage or gmah")
    }
  }

  private init(_ shape: WorldShape, hearsOthers: Bool = false, _ make: @escaping Make) {
    (self.shape, self.hearsOthers, self.make) = (shape, hearsOthers, make)
  }

  private init(ppo checkpoint: Checkpoint, _ shape: WorldShape) throws {
    let settings = try checkpoint.read("settings") { try PPOSettings(from: &$0) }
    try settings.check()
    let networks = ActorCritic(shape, settings)
    try checkpoint.read("actor") { try networks.actor.decode(from: &$0) }
    try networks.actor.checkFinite()
    self.init(shape, hearsOthers: settings.design.hearsOthers) { shape, copies, _ in
      let own = ActorCritic(shape, settings)
      own.actor.values.copy(networks.actor.values)
      return PPOActor(own, copies: copies)
    }
  }

  private init(twoStage checkpoint: Checkpoint, _ shape: WorldShape) throws {
    let settings = try checkpoint.read("settings") { try TwoStageSettings(from: &$0) }
    let sight = OrchestrationStages()
    try Network.expect("observations of", shape.observationSize, OrchestrationLayout.observationSize)
    try Network.expect("actions", shape.actions, OrchestrationLayout.actions)
    let stages = TwoStages(shape, sight, settings.acting)
    for (name, network) in stages.actors {
      try checkpoint.read(name) { try network.decode(from: &$0) }
      try network.checkFinite()
    }
    self.init(shape) { shape, copies, _ in
      TwoStageActor(shape, sight, settings, from: stages, copies: copies)
    }
  }

  private init(gmah checkpoint: Checkpoint) throws {
    let subgoals = OrchestrationSubgoals()
    let planning = try TrainedTeam(try checkpoint.inner("planning"))
    let walking = try TrainedTeam(try checkpoint.inner("walking"))
    let (size, agents) = (planning.shape.observationSize, planning.shape.agents)
    try Network.expect("observations of", size, OrchestrationLayout.observationSize)
    try Network.expect("subgoals", planning.shape.actions, subgoals.count)
    try Network.expect("observations with subgoals of", walking.shape.observationSize, size + subgoals.count)
    try Network.expect("walking agents", walking.shape.agents, agents)
    let shape = WorldShape(
      agents: agents, actions: walking.shape.actions, observationSize: size,
      stateSize: planning.shape.stateSize, hasMasks: walking.shape.hasMasks)
    self.init(shape) { shape, copies, keeps in
      GMAHActor(
        planning.make(planning.shape.with(agents: shape.agents), copies, keeps),
        walking.make(walking.shape.with(agents: shape.agents), copies, keeps), subgoals,
        rows: copies * shape.agents, observationSize: size, keeps ? .untilReached : .none)
    }
  }

  /// Acts in so many copies of the worlds that it was trained in, for one run of episodes from their beginning.
  public func actor(copies: Int) -> any TeamActor { make(shape, copies, true) }

  /// Acts for a copy with other agents, of the roles of these numbers, who may be others in each call: nothing is kept
  /// between calls. Nil where agents hear each other, whose number is fixed, and where roles were learned that are not
  /// these.
  public func actor(roles: [Int]) -> (any TeamActor)? {
    let knowsRoles = !shape.roles.isEmpty
    if hearsOthers || roles.isEmpty || knowsRoles && Set(roles) != Set(shape.roles) { return nil }
    return make(shape.with(agents: roles.count, roles: knowsRoles ? roles : []), 1, false)
  }
}

extension ActorDesign {
  /// Whether an agent chooses by what others see, too.
  var hearsOthers: Bool {
    if case .communicating = self { return true }
    return false
  }
}

extension Network {
  /// Throws where a parameter is not finite.
  func checkFinite() throws(CheckpointError) {
    guard let at = (0..<values.count).first(where: { !values.base[$0].isFinite }) else { return }
    throw .mismatch(
      what: "in \(layout.name(of: at) ?? "its parameters") a weight of", found: "\(values.base[at])",
      expected: "finite numbers")
  }

  /// Dense layers from observations to a number for each action, as `encode` wrote them: as wide as they were.
  static func perceptron(
    _ checkpoint: Checkpoint, section: String, _ shape: WorldShape, activation: Activation
  ) throws -> Network {
    let hidden = try checkpoint.read(section) { reader in
      var (widths, numbers): ([Int], Int) = ([], 0)
      for _ in 0..<(try reader.count(bytesEach: 3)) {
        let name = try reader.string()
        let (rows, columns) = (try reader.count(), try reader.count())
        if rows == 0 || columns == 0 {
          throw CheckpointError.mismatch(
            what: "block \(name) of", found: "\(rows)x\(columns)", expected: "at least 1x1")
        }
        if name.hasSuffix(".weights") { widths.append(columns) }
        numbers += rows * columns
      }
      // Before memory is set aside for them.
      try expect("numbers", reader.remaining, 4 * numbers)
      _ = try reader.raw(reader.remaining)
      return Array(widths.dropLast())
    }
    var layout = ParameterLayout()
    let stack = Stack.perceptron(
      section, inputs: shape.observationSize, hidden: hidden, outputs: shape.actions,
      activation: activation, lastGain: 1, in: &layout)
    var random = Random(seed: 0)
    let network = Network(stack, layout, epsilon: 1e-8, &random)
    try checkpoint.read(section) { try network.decode(from: &$0) }
    try network.checkFinite()
    return network
  }
}
