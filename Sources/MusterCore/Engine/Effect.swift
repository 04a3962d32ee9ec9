/// What the world has to be told or asked after a fact is durable. Repeating one is harmless: leases and
/// idempotency keys see to it.
public enum Effect: Sendable, Equatable {
  /// Give the task to the agent.
  case dispatch(LeaseID, TaskID, AgentID, devices: DeviceMask)
  /// Tell the agent that the lease is no longer its own.
  case recall(LeaseID, TaskID, AgentID)
  /// Tell whoever waits for the task.
  case answer(TaskID, End, EndReason)
}

extension Engine {
  /// The effects of a fact, derived from it and from the state *before* it was taken in.
  public func effects(of fact: Fact, into effects: inout [Effect]) {
    switch fact.event {
    case .leased(let lease):
      effects.append(.dispatch(lease.id, lease.task, lease.agent, devices: lease.devices))
    case .revoked(let lease, let task, _, _): appendRecall(lease, task, &effects)
    case .ended(let ending):
      // The agent that reported needs no telling; one that was cut off does.
      if ending.lease != .none && !ending.reason.isAgentsWord {
        appendRecall(ending.lease, ending.task, &effects)
      }
      effects.append(.answer(ending.task, ending.end, ending.reason))
    default: break
    }
  }

  private func appendRecall(_ lease: LeaseID, _ task: TaskID, _ effects: inout [Effect]) {
    guard let row = tasks.row(of: task), tasks.records[row].agent >= 0 else { return }
    effects.append(.recall(lease, task, pool.agents[Int(tasks.records[row].agent)].id))
  }
}
