import MusterMath

/// The policy of a checkpoint, for use without training: what `TeamLearner.policy()` gave, by PPO in all its forms,
/// VDN, QMIX, COMA or MADDPG. Nothing in it changes, so that any number of threads may make actors of it.
///
/// GMAH is not among them: what its agents aim at is known to the world that they learned in.
public struct TrainedTeam: Sendable {
  /// The sizes of the worlds that it was trained in.
  public let shape: WorldShape
  /// Whether an agent chooses by what others see, too.
  public let hearsOthers: Bool
  private let make: @Sendable (WorldShape, Int) -> any TeamActor

  /// Reads the policy and nothing else. Throws where the checkpoint is of another method, damaged, or holds numbers
  /// that are not finite.
  public init(_ checkpoint: Checkpoint) throws {
    let method = try checkpoint.read("method") { try $0.string() }
    let shape = try checkpoint.read("shape") { try WorldShape(from: &$0) }
    try shape.check()
    self.shape = shape
    switch method {
    case "ppo":
      let settings = try checkpoint.read("settings") { try PPOSettings(from: &$0) }
      try settings.check()
      let networks = ActorCritic(shape, settings)
      try checkpoint.read("actor") { try networks.actor.decode(from: &$0) }
      try networks.actor.checkFinite()
      hearsOthers = settings.design.hearsOthers
      make = { shape, copies in
        let own = ActorCritic(shape, settings)
        own.actor.values.copy(networks.actor.values)
        return PPOActor(own, copies: copies)
      }
    case "value", "coma", "maddpg":
      let network = try Network.perceptron(
        checkpoint, section: method == "value" ? "agent" : "actor", shape,
        activation: method == "coma" ? .tanh : .relu)
      hearsOthers = false
      make = { shape, copies in SharedActor(network, shape, copies: copies) }
    default:
      throw CheckpointError.mismatch(
        what: "a policy of", found: method, expected: "ppo, value, coma or maddpg")
    }
  }

  /// Acts in so many copies of the worlds that it was trained in.
  public func actor(copies: Int) -> any TeamActor { make(shape, copies) }

  /// Acts for a copy with other agents, of the roles of these numbers. Nil where agents hear each other, whose number
  /// is fixed, and where roles were learned that are not these.
  public func actor(roles: [Int]) -> (any TeamActor)? {
    let knowsRoles = !shape.roles.isEmpty
    if hearsOthers || roles.isEmpty || knowsRoles && Set(roles) != Set(shape.roles) { return nil }
    let shape = WorldShape(
      agents: roles.count, actions: shape.actions, observationSize: shape.observationSize,
      stateSize: shape.stateSize, hasMasks: shape.hasMasks, roles: knowsRoles ? roles : [])
    return make(shape, 1)
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
