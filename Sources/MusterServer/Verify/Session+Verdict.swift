import MusterCore

/// What a verdict led to.
enum Conclusion: Sendable {
  case accepted
  /// Another agent gets the task.
  case escalated
  /// Rejected, and nobody else may or can try: the answer is the last.
  case last
  /// The lease had been taken back, or the task had ended, before the verdict came.
  case lost
}

extension Session {
  /// The rule for the answers of the task in the row.
  func rule(forTaskAt row: Int, _ rules: VerifyRules) -> VerifyRule? {
    let task = state.orchestrator.engine.tasks.specs[row]
    return rules.rule(kind: name(task.kind), tenant: name(task.tenant))
  }

  /// Keeps the report of a success until its verdict is there. A repeat changes nothing.
  /// - Returns: `accepted` where the report is held, and whether it is so for the first time.
  mutating func hold(
    _ result: WorkResult, lease: LeaseID, task: TaskID
  ) throws(EngineError) -> (verdict: ReportVerdict, isNew: Bool) {
    guard let row = state.orchestrator.engine.tasks.row(of: task) else { throw .unknownTask(task) }
    guard isInForce(lease, row) else { return (try report(result, lease: lease, task: task), true) }
    if state.annex.held[task.rawValue]?.lease == lease { return (.accepted, false) }
    if !result.output.isEmpty || state.annex.tasks[task.rawValue]?.output != nil {
      try handle(.note(subject: task.rawValue, tag: NoteTag.output.rawValue, bytes: result.output))
    }
    let held = HeldReport(result, lease: lease, at: now, cost: cost(of: result, row))
    try handle(.note(subject: task.rawValue, tag: NoteTag.held.rawValue, bytes: held.bytes))
    // Nobody else keeps the lease from now on.
    if state.orchestrator.engine.tasks.records[row].until != .never { try handle(.renew(lease, task)) }
    return (.accepted, true)
  }

  /// Reports a success as its verdict says, or as the policy does, where that goes by the verifier's confidence.
  /// - Parameter answered: when the agent answered, where the report was not held.
  mutating func conclude(
    _ result: WorkResult, _ verdict: Verdict, by rule: VerifyRule, lease: LeaseID, task: TaskID,
    answered: Instant? = nil
  ) throws(EngineError) -> Conclusion {
    guard let row = state.orchestrator.engine.tasks.row(of: task) else { throw .unknownTask(task) }
    guard isInForce(lease, row) else { return .lost }
    if let answered {
      let note = AnswerNote(lease: lease, at: answered)
      try handle(.note(subject: task.rawValue, tag: NoteTag.answered.rawValue, bytes: note.bytes))
    }
    var ruling = verdict.ruling
    if let confidence = verdict.confidence,
      let keeps = state.orchestrator.keeps(lease, of: task, confidence: confidence)
    {
      ruling = keeps ? .accepted : .rejected
    }
    var noted = TaskVerdict(
      ruling: ruling, rejections: state.annex.tasks[task.rawValue]?.verdict?.rejections ?? 0)
    if ruling == .rejected { noted.rejections += 1 }
    try handle(.note(subject: task.rawValue, tag: NoteTag.verdict.rawValue, bytes: noted.bytes))

    var result = result
    result.confidence = verdict.confidence
    if verdict.cost > 0 { result.cost = verdict.cost(with: cost(of: result, row)) }
    guard ruling == .rejected else {
      result.reward = verdict.value ?? result.reward
      _ = try report(result, lease: lease, task: task)
      return .accepted
    }
    result.succeeded = false
    result.reward = 0
    result.failure =
      verdict.ruling == .rejected
      ? "the verifier rejected the answer" : "the verifier was not sure enough of the answer"
    result.retryable =
      Int(noted.rejections) < rule.attempts && state.orchestrator.engine.hasOtherSuitor(forTaskAt: row)
    _ = try report(result, lease: lease, task: task)
    return state.orchestrator.engine.tasks.records[row].status.isEnded ? .last : .escalated
  }

  /// Takes the caller's feedback as the verdict, where one is awaited from the caller.
  /// - Returns: the verdict; nil where the feedback is none.
  mutating func conclude(
    _ task: TaskID, byFeedback reward: Double, _ rules: VerifyRules
  ) throws -> Verdict? {
    guard let held = state.annex.held[task.rawValue],
      let rule = rule(forTaskAt: try row(of: task), rules), case .feedback = rule.way
    else { return nil }
    let verdict = Verdict(value: reward, threshold: rule.threshold)
    _ = try conclude(held.result, verdict, by: rule, lease: held.lease, task: task)
    return verdict
  }

  private func isInForce(_ lease: LeaseID, _ row: Int) -> Bool {
    let record = state.orchestrator.engine.tasks.records[row]
    return !record.status.isEnded && record.lease == lease && lease != .none
  }

  /// What a try cost, as the engine counts it.
  private func cost(of result: WorkResult, _ row: Int) -> Int64 {
    if let cost = result.cost { return cost }
    let record = state.orchestrator.engine.tasks.records[row]
    return state.orchestrator.engine.pool.agents[Int(record.agent)].price.quote(
      inputTokens: Int64(state.orchestrator.engine.tasks.specs[row].inputTokens),
      outputTokens: Int64(result.outputTokens), duration: now - record.leasedAt)
  }

  /// The answer that is held for a lease in force, or nil.
  func heldAnswer(_ lease: LeaseID, of task: TaskID) -> JudgedAnswer? {
    guard state.annex.held[task.rawValue]?.lease == lease,
      let row = state.orchestrator.engine.tasks.row(of: task)
    else { return nil }
    let spec = state.orchestrator.engine.tasks.specs[row]
    let record = state.orchestrator.engine.tasks.records[row]
    let notes = state.annex.tasks[task.rawValue]
    return JudgedAnswer(
      task: task, kind: name(spec.kind), tenant: name(spec.tenant),
      agent: state.orchestrator.engine.pool.agents[Int(record.agent)].name, attempt: Int(record.failures) + 1,
      input: notes?.extras?.input ?? [], output: notes?.output ?? [], traceparent: notes?.extras?.traceparent)
  }
}
