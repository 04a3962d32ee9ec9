import MusterCore

extension Session {
  /// What a driver needs for a lease in force; nil when the lease has gone meanwhile.
  func dispatch(_ lease: LeaseID, _ task: TaskID, _ agent: AgentID) -> Dispatch? {
    guard let row = state.orchestrator.engine.tasks.row(of: task),
      state.orchestrator.engine.tasks.records[row].lease == lease
    else { return nil }
    return dispatch(row: row, agent)
  }

  private func dispatch(row: Int, _ agent: AgentID) -> Dispatch {
    let task = state.orchestrator.engine.tasks.specs[row]
    let record = state.orchestrator.engine.tasks.records[row]
    let extras = task.payload == nil ? state.annex.tasks[task.id.rawValue]?.extras : nil
    return Dispatch(
      lease: record.lease, task: task.id, agent: agent,
      agentName: state.orchestrator.engine.pool.agents[Int(record.agent)].name,
      tenant: name(task.tenant), kind: name(task.kind), failures: Int(record.failures), effort: 1,
      propensity: record.propensity, until: record.until, deadline: task.deadline, reserve: record.reserve,
      input: extras?.input ?? [], traceparent: extras?.traceparent)
  }

  /// Leases that no agent has begun, in the order in which they were given.
  func waitingDispatches() -> [Dispatch] {
    let engine = state.orchestrator.engine
    return engine.tasks.occupiedRows
      .filter { engine.tasks.records[$0].status == .leased }
      .sorted { engine.tasks.records[$0].lease < engine.tasks.records[$1].lease }
      .map { dispatch(row: $0, engine.pool.agents[Int(engine.tasks.records[$0].agent)].id) }
  }

  /// A tenant's name.
  public func name(_ tenant: TenantID) -> String {
    state.orchestrator.engine.vocabulary.name(tenant.rawValue, in: .tenant) ?? "\(tenant)"
  }

  /// A kind's name.
  public func name(_ kind: KindID) -> String {
    state.orchestrator.engine.vocabulary.name(kind.rawValue, in: .kind) ?? "\(kind)"
  }
}
