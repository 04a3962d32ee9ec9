/// What the world has to be told or asked after a fact is durable. Repeating one is harmless: leases and
/// idempotency keys see to it.
public enum Effect: Sendable, Equatable {
  /// Give the task to the agent.
  case dispatch(Dispatch)
  /// Tell the agent that the lease is no longer its own.
  case recall(LeaseID, TaskID, AgentID)
  /// Tell whoever waits for the task.
  case answer(TaskID, End, EndReason)
}

/// What an agent has to know of a lease that it is given, beside the task itself.
public struct Dispatch: Sendable, Equatable {
  public var lease: LeaseID
  public var task: TaskID
  public var agent: AgentID
  /// The devices of the agent that the task may use.
  public var devices: DeviceMask
  /// How much of the task's allowance to use, 0...1.
  public var effort: Double
  /// How much work the lease allows, beyond the share.
  public var allowance: Allowance
  /// Which try this is, from 1: one more than have failed. A lease that was taken back for another reason than
  /// its lapsing was no try.
  public var attempt: Int32
  /// The lease lapses at this instant unless it is renewed; ``Instant/never`` for one that does not.
  public var until: Instant

  public init(
    lease: LeaseID, task: TaskID, agent: AgentID, devices: DeviceMask = 0, effort: Double = 1,
    allowance: Allowance = .none, attempt: Int32 = 1, until: Instant = .never
  ) {
    self.lease = lease
    self.task = task
    self.agent = agent
    self.devices = devices
    self.effort = effort
    self.allowance = allowance
    self.attempt = attempt
    self.until = until
  }
}

extension Engine {
  /// The effects of a fact, derived from it and from the state *before* it was taken in.
  public func effects(of fact: Fact, into effects: inout [Effect]) {
    switch fact.event {
    case .leased(let lease):
      let failures = tasks.row(of: lease.task).map { tasks.records[$0].failures } ?? 0
      effects.append(
        .dispatch(
          Dispatch(
            lease: lease.id, task: lease.task, agent: lease.agent, devices: lease.devices,
            effort: lease.effort, allowance: lease.allowance, attempt: failures &+ 1, until: lease.until)))
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
