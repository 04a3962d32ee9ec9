extension InvariantCheck {
  /// A task that asks several waits, undecided, for at least one run that is out; a run that is out is one of its
  /// task's ballot, and its task is alive.
  func checkBallot(_ row: Int, _ record: TaskRecord) {
    let spec = engine.tasks.specs[row]
    let place = "task \(spec.id)"
    if let parent = spec.ballot, !record.status.isEnded {
      let parentRow = engine.tasks.row(of: parent)
      expect(
        parentRow.map { !engine.tasks.records[$0].status.isEnded } ?? false, .ballotsOpen, place,
        found: "a run of task \(parent), which is over", expected: "called off with it")
      let run = engine.tasks.ballot(ofRunAt: row)?.runs.first { $0.task == spec.id }
      expectEqual(run?.state, .open, .ballotsOpen, place + ", in the ballot of task \(parent)")
      if record.status.holdsLease {
        expectEqual(run?.agent, record.agent, .ballotsOpen, place + ", agent in the ballot of task \(parent)")
      }
    }
    expectEqual(record.ballotSlot >= 0, spec.ask != nil, .indexAgrees, place + ", whether it has a ballot")
    guard let ballot = engine.tasks.ballot(of: row), !record.status.isEnded else { return }
    expectEqual(record.status, .submitted, .ballotsOpen, place + ", which asks several")
    // A weighted vote is looked at when a run ends: to whom the others are given meanwhile may decide it.
    expect(
      ballot.rule == .weighted ? ballot.openCount > 0 : ballot.standing == .undecided, .ballotsOpen, place,
      found: "alive, and its ballot \(ballot.standing)", expected: "ended with it")
    for run in ballot.runs where run.state == .open {
      let row = engine.tasks.row(of: run.task)
      expect(
        row.map { engine.tasks.specs[$0].ballot == spec.id && !engine.tasks.records[$0].status.isEnded }
          ?? false,
        .ballotsOpen, place, found: "run \(run.task) out, and no such task alive", expected: "a living run")
    }
  }
}
