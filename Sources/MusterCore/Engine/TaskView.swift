/// Everything known of one task, as a value: for an API to show.
public struct TaskView: Sendable, Equatable {
  /// What was submitted.
  public var task: Task
  /// What became of it.
  public var record: TaskRecord
  /// The agent that holds its lease, or held the last one; nil before the first.
  public var agent: AgentID?
  /// What that agent is called.
  public var agentName: String?
  /// The agents that failed it and are passed over while others could take it, oldest first.
  public var failedAgents: [AgentID]

  public var status: TaskStatus { record.status }
}

extension Engine {
  /// A task that is alive, or ended and still kept; nil for any other. O(1).
  public func task(_ id: TaskID) -> TaskView? { tasks.row(of: id).map(task(at:)) }

  /// The task in a row of the table, which must hold one. O(1).
  public func task(at row: Int) -> TaskView {
    let record = tasks.records[row]
    let agent = record.agent < 0 ? nil : pool.agents[Int(record.agent)]
    return TaskView(
      task: tasks.specs[row], record: record, agent: agent?.id, agentName: agent?.name,
      failedAgents: tasks.failedAgents(of: row).rows.map { pool.agents[Int($0)].id })
  }

  /// The kept task that a tenant submitted under a key. O(1), and O(length of the key).
  public func task(ofKey key: String, tenant: TenantID) -> TaskID? { keys[Engine.scopedKey(key, tenant)] }
}
