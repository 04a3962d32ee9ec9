import MusterMath

extension Engine {
  /// Ends a task and, unless it succeeded, everything that cannot go on without it: the rest of its gang, and
  /// all that depends on any of these. Each task is ended once.
  func appendEnd(_ ending: Ending, _ at: Instant, _ facts: inout [Fact]) {
    facts.append(Fact(at: at, .ended(ending)))
    // A run takes the task along that it decides.
    let decided = appendConsequences(ofRun: ending, at, &facts)
    if decided == nil, ending.end == .succeeded { return }
    let failed = [ending, decided].compactMap { $0 }.filter { $0.end != .succeeded }.map(\.task)
    guard failed.contains(where: { hasFollowers($0) }) else { return }

    var doomed = RowIndex()
    for id in failed + [ending.task] { doomed.insert(id.rawValue, 0) }
    var frontier = failed
    var next = 0
    while next < frontier.count {
      let id = frontier[next]
      next += 1
      guard let row = tasks.row(of: id) else { continue }
      if let members = gangs.members(of: tasks.specs[row].gang) {
        for member in members { doom(member, .gangFailed, &doomed, &frontier, at, &facts) }
      }
      for dependent in tasks.dependents[row] {
        doom(dependent, .dependencyFailed, &doomed, &frontier, at, &facts)
      }
      if let ballot = tasks.ballot(of: row) {
        for run in ballot.runs where run.state == .open {
          doom(run.task, .calledOff, &doomed, &frontier, at, &facts)
        }
      }
    }
  }

  /// Whether others end with the task unless it succeeds.
  private func hasFollowers(_ id: TaskID) -> Bool {
    guard let row = tasks.row(of: id) else { return false }
    return !tasks.dependents[row].isEmpty || tasks.specs[row].gang != .none
      || tasks.records[row].ballotSlot >= 0
  }

  private func doom(
    _ id: TaskID, _ reason: EndReason, _ doomed: inout RowIndex, _ frontier: inout [TaskID], _ at: Instant,
    _ facts: inout [Fact]
  ) {
    guard doomed[id.rawValue] == nil, let row = tasks.row(of: id), !tasks.records[row].status.isEnded else {
      return
    }
    doomed.insert(id.rawValue, 0)
    frontier.append(id)
    let lease = tasks.records[row].lease
    facts.append(Fact(at: at, .ended(Ending(task: id, end: .cancelled, reason: reason, lease: lease))))
  }

  func decideCancel(_ id: TaskID, _ at: Instant, _ facts: inout [Fact]) throws(EngineError) {
    let row = try taskRow(id)
    let record = tasks.records[row]
    if record.status.isEnded { return }
    appendEnd(
      Ending(task: id, end: .cancelled, reason: .cancelledByCaller, lease: record.lease), at, &facts)
  }

  func decidePassOver(_ id: TaskID, _ at: Instant, _ facts: inout [Fact]) throws(EngineError) {
    let row = try taskRow(id)
    guard tasks.records[row].status == .ready, tasks.specs[row].patience == 0 else { return }
    appendEnd(Ending(task: id, end: .rejected, reason: .notPlaced), at, &facts)
  }

  /// Takes a lease back; the rest of a gang goes back to the queue with it.
  func appendRevocation(
    _ row: Int, _ reason: RevokeReason,
    moving: MigrationCost = MigrationCost(trafficMiB: 0, downtimeSeconds: 0),
    _ at: Instant, _ facts: inout [Fact]
  ) {
    let task = tasks.specs[row]
    facts.append(Fact(at: at, .revoked(tasks.records[row].lease, task.id, reason, moving: moving)))
    appendGangRevocations(of: task, at, &facts)
  }

  func appendGangRevocations(of task: Task, _ at: Instant, _ facts: inout [Fact]) {
    guard task.gang != .none, let members = gangs.members(of: task.gang) else { return }
    for member in members where member != task.id {
      guard let row = tasks.row(of: member), tasks.records[row].status.holdsLease else { continue }
      facts.append(
        Fact(
          at: at,
          .revoked(
            tasks.records[row].lease, member, .gangBroken,
            moving: MigrationCost(trafficMiB: 0, downtimeSeconds: 0))))
    }
  }
}
