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
  /// For each agent the number of its role; empty where the world has no roles.
  public let roles: [Int]

  /// The sizes of `world`.
  public init(_ world: some VectorWorld) {
    agents = world.agents
    actions = world.actions
    observationSize = world.observationSize
    stateSize = world.stateSize
    hasMasks = world.hasMasks
    roles = (world as? any RoleWorld)?.roles ?? []
  }

  init(
    agents: Int, actions: Int, observationSize: Int, stateSize: Int, hasMasks: Bool, roles: [Int] = []
  ) {
    self.agents = agents
    self.actions = actions
    self.observationSize = observationSize
    self.stateSize = stateSize
    self.hasMasks = hasMasks
    self.roles = roles
  }

  /// The same with so many agents, of these roles if there are any.
  func with(agents: Int, roles: [Int] = []) -> WorldShape {
    WorldShape(
      agents: agents, actions: actions, observationSize: observationSize, stateSize: stateSize,
      hasMasks: hasMasks, roles: roles)
  }

  /// The agents of each role in order; one group of all where there are no roles.
  var groups: [[Int]] {
    let count = (roles.max() ?? 0) + 1
    if roles.isEmpty { return [Array(0..<agents)] }
    return (0..<count).map { role in roles.indices.filter { roles[$0] == role } }
  }
}
