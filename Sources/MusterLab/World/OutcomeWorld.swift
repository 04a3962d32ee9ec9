import MusterCore
import MusterMath

/// Outcomes known from a table, for every task and every agent: nothing is left to chance, and a second try
/// of the same pair turns out as the first.
public struct OutcomeWorld: World {
  /// How one agent does on one task.
  public struct Cell: Sendable, Equatable {
    public var succeeded: Bool
    /// Micro-dollars.
    public var cost: Int64
    public var duration: Nanoseconds

    public init(succeeded: Bool, cost: Int64, duration: Nanoseconds) {
      self.succeeded = succeeded
      self.cost = cost
      self.duration = duration
    }
  }

  private let cells: [Cell]
  private let agents: Int

  /// - Parameters:
  ///   - cells: for the tasks with ids from 1 and, inside each, the agents with ids from 0.
  ///   - agents: how many cells each task has.
  public init(cells: [Cell], agents: Int) {
    self.cells = cells
    self.agents = agents
  }

  public var summary: String { "outcome, cost and duration as recorded for the task and the agent" }

  /// What is known of the pair, nil where nothing is.
  public func cell(_ task: TaskID, _ agent: AgentID) -> Cell? {
    guard agent.rawValue < UInt64(agents) else { return nil }
    let row = Int(truncatingIfNeeded: task.rawValue &- 1)
    let (start, overflows) = row.multipliedReportingOverflow(by: agents)
    let index = start &+ Int(agent.rawValue)
    return row >= 0 && !overflows && cells.indices.contains(index) ? cells[index] : nil
  }

  public func execute(_ task: Task, on agent: Agent, attempt: Int, load: Int, random: inout Random)
    -> Execution
  {
    guard let cell = cell(task.id, agent.id) else {
      return Execution(duration: 0, succeeded: false, retryable: false, cost: 0)
    }
    return Execution(
      duration: cell.duration, succeeded: cell.succeeded, reward: cell.succeeded ? 1 : 0, cost: cell.cost)
  }

  public func expectation(of task: Task, on agent: Agent, at now: Instant) -> Expectation? {
    cell(task.id, agent.id).map { Expectation(success: $0.succeeded ? 1 : 0, cost: Double($0.cost)) }
  }
}
