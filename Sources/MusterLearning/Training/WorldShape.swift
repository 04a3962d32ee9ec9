/// The sizes of a world that networks and buffers are built for.
public struct WorldShape: Sendable, Equatable {
  /// Agents in a copy.
  public let agents: Int
  /// Actions that an agent chooses from.
  public let actions: Int
  /// Numbers in an agent's observation.
  public let observationSize: Int
  /// Numbers in the global state.
  public let stateSize: Int
  /// Whether actions may be forbidden.
  public let hasMasks: Bool

  /// The sizes of `world`.
  public init(_ world: some VectorWorld) {
    agents = world.agents
    actions = world.actions
    observationSize = world.observationSize
    stateSize = world.stateSize
    hasMasks = world.hasMasks
  }

  init(agents: Int, actions: Int, observationSize: Int, stateSize: Int, hasMasks: Bool) {
    self.agents = agents
    self.actions = actions
    self.observationSize = observationSize
    self.stateSize = stateSize
    self.hasMasks = hasMasks
  }
}
