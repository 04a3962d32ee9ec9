import MusterCore
import MusterMath

/// A world whose agents run under other numbers than it knows them by.
struct RenumberedWorld: World {
  private var world: any World
  private let agents: [Agent]
  /// Rows of `agents`, by the numbers that they run under.
  private let rows: RowIndex

  /// - Parameters:
  ///   - agents: as the world knows them.
  ///   - numbers: what they run under, in the same order, each once.
  init(_ world: any World, agents: [Agent], numbers: [AgentID]) {
    self.world = world
    self.agents = agents
    var rows = RowIndex()
    for (row, number) in numbers.enumerated() { rows.insert(number.rawValue, Int32(row)) }
    self.rows = rows
  }

  private func id(_ number: AgentID) -> AgentID { rows[number.rawValue].map { agents[Int($0)].id } ?? number }

  /// The agent as the world knows it, with what it offers now.
  private func known(_ agent: Agent) -> Agent {
    var known = agent
    known.id = id(agent.id)
    return known
  }

  var summary: String { world.summary }
  var metrics: [MetricValue] { world.metrics }

  func execute(_ task: Task, on agent: Agent, attempt: Int, load: Int, at now: Instant, random: inout Random)
    -> Execution
  {
    world.execute(task, on: known(agent), attempt: attempt, load: load, at: now, random: &random)
  }

  mutating func gave(_ task: Task, to agent: Agent, at now: Instant) {
    world.gave(task, to: known(agent), at: now)
  }

  mutating func lost(_ agent: Agent) { world.lost(known(agent)) }

  func expectation(of task: Task, on agent: Agent, at now: Instant) -> Expectation? {
    world.expectation(of: task, on: known(agent), at: now)
  }

  func isRight(_ task: TaskID, on agent: AgentID) -> Bool? { world.isRight(task, on: id(agent)) }
}

extension Workload {
  /// Gives the agents other numbers, in their order and each once: where they come from the world goes on knowing them
  /// by their own.
  public mutating func renumber(_ numbers: [AgentID]) {
    precondition(numbers.count == agents.count, "a number for every agent")
    var newOf: [AgentID: AgentID] = [:]
    for (agent, number) in zip(agents, numbers) { newOf[agent.id] = number }
    world = RenumberedWorld(world, agents: agents, numbers: numbers)
    for row in agents.indices { agents[row].id = numbers[row] }
    for index in script.indices { script[index].request.renumber(newOf) }
  }
}

extension Request {
  /// Puts the new number of the agent that it is about in place of the old one.
  fileprivate mutating func renumber(_ newOf: [AgentID: AgentID]) {
    func new(_ id: AgentID) -> AgentID { newOf[id] ?? id }
    func new(_ agent: Agent) -> Agent {
      var agent = agent
      agent.id = newOf[agent.id] ?? agent.id
      return agent
    }
    switch self {
    case .join(let agent): self = .join(new(agent))
    case .change(let agent): self = .change(new(agent))
    case .drain(let id): self = .drain(new(id))
    case .leave(let id): self = .leave(new(id))
    case .heartbeat(let id): self = .heartbeat(new(id))
    case .throttle(let id, let limit): self = .throttle(new(id), limit: limit)
    default: break
    }
  }
}
