import MusterMath

extension InvariantCheck {
  func checkTask(_ row: Int) {
    let record = engine.tasks.records[row]
    checkPlace(row, record)
    checkTimers(row, record)
    checkBudget(row, record)
    checkDependencies(row, record)
    checkFailedAgents(row, record)
    checkBallot(row, record)
    if engine.tasks.specs[row].gang != .none && !record.status.isEnded { checkGang(row, record) }
  }

  private func name(_ row: Int) -> String { "task \(engine.tasks.specs[row].id)" }

  /// Whether its dependencies or the rest of its gang keep a submitted task from being ready.
  private func hasToWait(_ row: Int, _ record: TaskRecord) -> Bool {
    let spec = engine.tasks.specs[row]
    if record.pending > 0 || spec.ask != nil { return true }
    guard spec.gang != .none, let members = engine.gangs.members(of: spec.gang) else { return false }
    if record.readySequence == 0 && members.count < spec.gangSize { return true }
    for member in members {
      guard let other = engine.tasks.row(of: member) else { continue }
      let status = engine.tasks.records[other].status
      if status == .backingOff || (status == .submitted && engine.tasks.records[other].pending > 0) {
        return true
      }
    }
    return false
  }

  private func checkPlace(_ row: Int, _ record: TaskRecord) {
    expectEqual(engine.tasks.row(of: engine.tasks.specs[row].id), row, .indexAgrees, name(row) + ", row")
    if record.status == .submitted {
      expect(
        hasToWait(row, record), .noTaskLost, name(row), found: "waiting for nothing",
        expected: "a dependency or a member of its gang to wait for")
    }
    let spec = engine.tasks.specs[row]
    let stands = engine.gangs.members(of: spec.gang).map { $0.first == spec.id } ?? true
    let entries: UInt8 = record.status == .ready && stands ? 1 : 0
    expectEqual(
      queueEntries[row], entries, .noTaskLost, name(row) + ", \(record.status), entries in the queue")
    expectEqual(record.isQueued, entries == 1, .indexAgrees, name(row) + ", whether it is queued")
    let leases: UInt8 = record.status.holdsLease ? 1 : 0
    expectEqual(listed[row], leases, .noTaskLost, name(row) + ", \(record.status), lists of leases it is in")
    expectEqual(
      record.lease != .none, leases == 1, .noTaskLost, name(row) + ", \(record.status), whether leased")
    if leases == 0 {
      expectEqual(record.reserve, 0, .reservesAddUp, name(row) + ", reserve without a lease")
      expectEqual(record.devices, 0, .capacityAddsUp, name(row) + ", devices without a lease")
    }
    if record.status == .ready { expectEqual(record.pending, 0, .dependenciesHold, name(row) + ", pending") }
    expect(
      record.submission > 0 && record.submission <= engine.totals.submitted, .indexAgrees,
      name(row) + ", order of submission", found: "\(record.submission)",
      expected: "1...\(engine.totals.submitted)")
    expect(
      record.readySequence <= engine.readySequence, .indexAgrees, name(row) + ", order of becoming ready",
      found: "\(record.readySequence)", expected: "at most \(engine.readySequence)")
  }

  private func checkFailedAgents(_ row: Int, _ record: TaskRecord) {
    let failed = engine.tasks.failedAgents(of: row)
    if failed.isEmpty {
      expect(
        record.failedSlot < 0, .indexAgrees, name(row), found: "an empty list of agents that failed it",
        expected: "none")
      return
    }
    let spec = engine.tasks.specs[row]
    expect(
      spec.retry.elsewhere && spec.gang == .none && !record.status.isEnded, .indexAgrees, name(row),
      found: "agents that failed it", expected: "none: it may be tried anywhere")
    for agent in failed.rows {
      expect(
        agent >= 0 && Int(agent) < engine.pool.count, .indexAgrees, name(row) + ", agents that failed it",
        found: "row \(agent)", expected: "a known agent")
    }
  }

  private func checkTimers(_ row: Int, _ record: TaskRecord) {
    let spec = engine.tasks.specs[row]
    if record.status.isEnded { return }
    var expected: TimerSet = []
    if spec.deadline != .never { expected.insert(.deadline) }
    if record.status == .backingOff { expected.insert(.retry) }
    if record.status == .ready && spec.patience > 0 && spec.patience != Task.forever {
      expected.insert(.patience)
    }
    if record.status.holdsLease && record.until != .never { expected.insert(.lapse) }
    expectEqual(
      timers[row].rawValue, expected.rawValue, .timersSet, name(row) + ", \(record.status), live timers")
  }

  private func checkBudget(_ row: Int, _ record: TaskRecord) {
    let budget = engine.tasks.specs[row].budget
    let (sum, overflow) = record.spent.addingReportingOverflow(record.reserve)
    expect(
      record.spent >= 0 && record.reserve >= 0 && !overflow && sum <= budget, .budgetKept, name(row),
      found: "\(record.spent) spent, \(record.reserve) reserved", expected: "at most \(budget)")
  }

  private func checkDependencies(_ row: Int, _ record: TaskRecord) {
    let tasks = engine.tasks
    let ended = record.status.isEnded
    var pending: Int32 = 0
    for dependency in tasks.specs[row].dependencies {
      guard let other = tasks.row(of: dependency, before: record.submission) else { continue }
      let status = tasks.records[other].status
      if status == .succeeded { continue }
      if !status.isEnded { pending += 1 }
      let passed = record.status == .ready || record.status.holdsLease || record.status == .succeeded
      expect(
        !passed, .dependenciesHold, name(row) + ", \(record.status)", found: "task \(dependency) \(status)",
        expected: "succeeded")
      expect(
        ended || !status.isEnded, .dependenciesHold, name(row) + ", \(record.status)",
        found: "task \(dependency) \(status)", expected: "ended with it")
    }
    if !ended { expectEqual(record.pending, pending, .dependenciesHold, name(row) + ", pending") }
  }

  private func checkGang(_ row: Int, _ record: TaskRecord) {
    let spec = engine.tasks.specs[row]
    guard let members = engine.gangs.members(of: spec.gang), members.contains(spec.id) else {
      expect(
        false, .gangsWhole, name(row), found: "not among its gang", expected: "a member of gang \(spec.gang)")
      return
    }
    // Once a gang, by its first member.
    guard members.first == spec.id else { return }
    for member in members.dropFirst() {
      guard let other = engine.tasks.row(of: member), engine.tasks.specs[other].gang == spec.gang else {
        expect(false, .gangsWhole, "gang \(spec.gang)", found: "task \(member)", expected: "a living member")
        continue
      }
      let status = engine.tasks.records[other].status
      expect(
        status.holdsLease == record.status.holdsLease && (status == .ready) == (record.status == .ready),
        .gangsWhole, "gang \(spec.gang)",
        found: "task \(spec.id) \(record.status), task \(member) \(status)",
        expected: "leases for all or for none")
    }
  }
}
