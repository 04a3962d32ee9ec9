import MusterCore

extension Session {
  /// What a driver needs for a lease in force; nil when the lease has gone meanwhile.
  func work(_ dispatch: Dispatch) -> Work? {
    guard let row = state.orchestrator.engine.tasks.row(of: dispatch.task),
      state.orchestrator.engine.tasks.records[row].lease == dispatch.lease
    else { return nil }
    return work(row: row, Int(dispatch.attempt))
  }

  private func work(row: Int, _ attempt: Int) -> Work {
    let task = state.orchestrator.engine.tasks.specs[row]
    let record = state.orchestrator.engine.tasks.records[row]
    let agent = state.orchestrator.engine.pool.agents[Int(record.agent)]
    // A run of a ballot has the input of the task that it is a run of.
    let submitted = task.ballot ?? task.id
    let extras = task.payload == nil ? state.annex.tasks[submitted.rawValue]?.extras : nil
    return Work(
      lease: record.lease, task: task.id, agent: agent.id, agentName: agent.name,
      tenant: name(task.tenant), kind: name(task.kind), attempt: attempt, effort: record.effort,
      allowance: record.allowance,
      propensity: record.propensity, until: record.until, deadline: task.deadline, reserve: record.reserve,
      input: extras?.input ?? [], traceparent: extras?.traceparent)
  }

  /// Leases that no agent has begun, in the order in which they were given.
  func waitingWork() -> [Work] {
    let engine = state.orchestrator.engine
    return engine.tasks.occupiedRows
      .filter { engine.tasks.records[$0].status == .leased }
      .sorted { engine.tasks.records[$0].lease < engine.tasks.records[$1].lease }
      .map { work(row: $0, Int(engine.tasks.records[$0].failures) + 1) }
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
