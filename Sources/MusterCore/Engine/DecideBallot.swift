/// How a task that asks several agents lives: its runs are tasks of their own, and it ends with what they decide.
extension Engine {
  /// The runs of a task: copies of it, each with an id and an equal part of its budget.
  func appendRuns(of task: Task, _ copies: some Sequence<TaskID>, _ at: Instant, _ facts: inout [Fact]) {
    guard let ask = task.ask else { return }
    for id in copies {
      var run = task
      run.id = id
      run.ask = nil
      run.ballot = task.id
      run.idempotencyKey = nil
      if task.budget != Task.unlimited { run.budget = task.budget / Int64(ask.copies.count) }
      facts.append(Fact(at: at, .submitted(run)))
    }
  }

  /// What follows for its ballot from the end of a run: nothing yet, more runs, or the end of the task with that of
  /// the runs left.
  /// - Returns: the task, if it ends.
  func appendConsequences(ofRun ending: Ending, _ at: Instant, _ facts: inout [Fact]) -> Ending? {
    guard let row = tasks.row(of: ending.task), let parent = tasks.specs[row].ballot,
      let parentRow = tasks.row(of: parent), !tasks.records[parentRow].status.isEnded,
      var ballot = tasks.ballot(of: parentRow)
    else { return nil }
    ballot.take(ending)
    let standing = ballot.standing
    if standing == .undecided { return nil }
    let task = tasks.specs[parentRow]
    if let ask = task.ask, ballot.disagreement >= doubt(ask, ballot, of: parent) {
      let reserve = reserve(of: ask, ballot)
      var wider = ballot
      for run in reserve { wider.ask(run) }
      // Unless nothing that the reserve can say would change anything.
      if wider.standing == .undecided {
        appendRuns(of: task, reserve, at, &facts)
        return nil
      }
    }
    for run in ballot.runs where run.state == .open { appendCallOff(run.task, at, &facts) }
    var end = Ending(task: parent, end: .failed, reason: .noAnswer)
    if case .won(let winner, let answer) = standing {
      end = Ending(
        task: parent, end: .succeeded, reason: .ballotDecided,
        reward: winner == ending.task ? ending.reward : reward(of: winner, task),
        answers: answer.map { [$0] } ?? [], winner: winner)
    }
    facts.append(Fact(at: at, .ended(end)))
    return end
  }

  /// The disagreement from which on the reserve is asked: the mean of what the leases of its runs said, as far as they
  /// are kept; what the task says where none said anything.
  private func doubt(_ ask: Ask, _ ballot: Ballot, of task: TaskID) -> Double {
    var (sum, count) = (0.0, 0)
    for run in ballot.runs {
      guard let row = tasks.row(of: run.task), tasks.specs[row].ballot == task,
        let doubt = tasks.records[row].allowance.doubt
      else { continue }
      sum += doubt
      count += 1
    }
    return count > 0 ? sum / Double(count) : ask.doubt
  }

  /// What the winner was worth; one that is kept no longer counts the value of the task.
  private func reward(of run: TaskID, _ task: Task) -> Double {
    tasks.row(of: run).map { tasks.records[$0].reward } ?? task.value
  }

  /// The runs of the reserve that were not asked yet and whose ids are still free.
  private func reserve(of ask: Ask, _ ballot: Ballot) -> [TaskID] {
    ask.copies.filter { copy in !ballot.runs.contains { $0.task == copy } && tasks.row(of: copy) == nil }
  }

  /// Ends a run that is needed no more, if it is alive.
  func appendCallOff(_ run: TaskID, _ at: Instant, _ facts: inout [Fact]) {
    guard let row = tasks.row(of: run), !tasks.records[row].status.isEnded else { return }
    facts.append(
      Fact(
        at: at,
        .ended(
          Ending(task: run, end: .cancelled, reason: .calledOff, lease: tasks.records[row].lease))))
  }

  func decideAskReserve(_ id: TaskID, _ at: Instant, _ facts: inout [Fact]) throws(EngineError) {
    let row = try taskRow(id)
    guard let ask = tasks.specs[row].ask, let ballot = tasks.ballot(of: row) else {
      throw .malformed(
        part: "reserve", found: "task \(id), which asks one agent", expected: "one that asks several")
    }
    if tasks.records[row].status.isEnded { return }
    let reserve = reserve(of: ask, ballot)
    guard tasks.liveCount + reserve.count <= configuration.taskLimit else {
      throw .queueFull(limit: configuration.taskLimit)
    }
    appendRuns(of: tasks.specs[row], reserve, at, &facts)
  }

  /// Calls off the runs beyond those that an assignment asks, when the first of them is given to an agent.
  func appendNarrowing(_ assignment: Assignment, _ row: Int, _ at: Instant, _ facts: inout [Fact]) {
    guard let agents = assignment.allowance.agents, let ballot = tasks.ballot(ofRunAt: row),
      ballot.runs.allSatisfy({ $0.state == .open && $0.agent < 0 })
    else { return }
    let others = ballot.runs.filter { $0.task != assignment.task }
    for run in others.dropFirst(Int(agents) - 1) { appendCallOff(run.task, at, &facts) }
  }

  /// Notes for the last task of the frame, a run of a ballot, which agents have its siblings.
  func appendSiblings(_ row: Int, to frame: inout Frame) {
    guard let ballot = tasks.ballot(ofRunAt: row) else { return }
    var siblings = FailedAgents()
    for run in ballot.runs where run.agent >= 0 && run.task != tasks.specs[row].id { siblings.add(run.agent) }
    if siblings.isEmpty { return }
    if hasSuitor(forTaskAt: row, leavingOut: { isTakenBySibling(row, agent: $0) }) {
      frame.setBarred(siblings)
    } else {
      var failed = tasks.failedAgents(of: row)
      for agent in siblings.rows where !failed.contains(Int(agent)) { failed.add(agent) }
      frame.setFailed(failed)
    }
  }

  /// Whether another run of the same ballot is with the agent, or was last. O(runs).
  public func isTakenBySibling(_ row: Int, agent: Int) -> Bool {
    guard let ballot = tasks.ballot(ofRunAt: row) else { return false }
    return ballot.runs.contains { $0.task != tasks.specs[row].id && $0.agent == Int32(agent) }
  }

  /// Whether the run must not go to the agent: a sibling is or was there, and another agent, however busy, is of
  /// the right kind and can be paid. O(agents x runs) where a sibling is there, otherwise O(runs).
  public func isKeptFromSibling(_ row: Int, agent: Int) -> Bool {
    guard isTakenBySibling(row, agent: agent) else { return false }
    return hasSuitor(forTaskAt: row) { isTakenBySibling(row, agent: $0) }
  }
}

extension Ballot {
  /// Takes the end of a run in.
  mutating func take(_ ending: Ending) {
    if ending.end == .succeeded {
      answer(ending.task, ending.answers)
    } else if ending.reason == .calledOff {
      callOff(ending.task)
    } else {
      silence(ending.task)
    }
  }
}

/// How a ballot changes when facts are taken in.
extension Engine {
  /// A run was submitted: its ballot asks it.
  mutating func openRun(_ row: Int) {
    let id = tasks.specs[row].id
    if let ask = tasks.specs[row].ask { tasks.openBallot(of: row, Ballot(ask.rule)) }
    tasks.withBallot(ofRunAt: row) { $0.ask(id) }
  }

  /// A task that asks several ends as its winner did: with its agent and its decision.
  mutating func takeWinner(_ winner: TaskID, _ row: Int) {
    guard let run = tasks.ballot(of: row)?.runs.first(where: { $0.task == winner }) else { return }
    let record = tasks.row(of: winner).map { tasks.records[$0] }
    withRecord(row) {
      $0.agent = run.agent
      $0.decision = run.decision
      $0.leasedAt = record?.leasedAt ?? $0.leasedAt
      $0.propensity = record?.propensity ?? .nan
    }
  }
}

extension TaskRecord {
  /// The run that a task that asked several ended with, by its ballot; nil for any other task. O(runs).
  public func winner(of ballot: Ballot?) -> TaskID? {
    guard status == .succeeded, let ballot else { return nil }
    return ballot.runs.first { $0.state == .answered && $0.decision == decision }?.task
  }
}
