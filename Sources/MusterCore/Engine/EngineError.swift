/// Why a request was refused. A refused request leaves the state as it was.
public enum EngineError: Error, Equatable, Sendable {
  /// Something in the request itself is wrong: which part, what was found, what was expected.
  case malformed(part: String, found: String, expected: String)
  case unknownTask(TaskID)
  case unknownAgent(AgentID)
  case unknownDependency(TaskID, of: TaskID)
  /// The tasks that wait for each other: each for the next, the last for the first. Of a gang that is part of it
  /// only the first task is named.
  case cyclicDependency([TaskID])
  case duplicateTask(TaskID)
  /// The key is taken by this task: the submission is a repeat.
  case duplicateKey(String, TaskID)
  /// Back-pressure: try again when the queue is shorter.
  case queueFull(limit: Int)
  case poolFull(limit: Int)
  case namesFull(NameSpace, limit: Int)
  /// An assignment that cannot be carried out as things stand.
  case notAssignable(TaskID, AssignmentObstacle)
  /// A fact that does not follow from the facts before it: the log is not this engine's.
  case inconsistentFact(String)
}

/// What stands in the way of an assignment.
public enum AssignmentObstacle: UInt8, Sendable, Equatable {
  case taskNotReady, agentNotActive, doesNotFit, lacksSkill, wrongModel, noSlot, gangIncomplete
  case taskBudget, tenantBudget, agentBudget, noVictim
  /// Another run of the same ballot is with the agent, or was, and another agent could take this one.
  case siblingThere
}

extension EngineError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .malformed(let part, let found, let expected): "\(part): found \(found), expected \(expected)"
    case .unknownTask(let id): "task \(id): not known; expected a task that was submitted and is still kept"
    case .unknownAgent(let id): "agent \(id): not known; expected an agent that joined the pool"
    case .unknownDependency(let id, let of):
      "task \(of): depends on task \(id), which is not known; submit it before, or in the same batch"
    case .cyclicDependency(let ids):
      "cyclic dependency: tasks \(ids.map(\.description).joined(separator: " -> ")) wait for each other"
    case .duplicateTask(let id): "task \(id): submitted before; expected an id that is new"
    case .duplicateKey(let key, let id): "idempotency key \"\(key)\": taken by task \(id)"
    case .queueFull(let limit): "queue full: \(limit) tasks are waiting or running; try again later"
    case .poolFull(let limit): "pool full: \(limit) agents"
    case .namesFull(let space, let limit): "\(space) names: all \(limit) are taken"
    case .notAssignable(let id, let obstacle): "task \(id): cannot be assigned: \(obstacle)"
    case .inconsistentFact(let what): "inconsistent fact: \(what); the log was not written by this engine"
    }
  }
}
