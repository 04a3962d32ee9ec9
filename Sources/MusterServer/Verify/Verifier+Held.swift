import MusterCore
import Synchronization

/// Reports that are held until their verdict is there.
extension Verifier {
  /// Awaits the verdict on the report that is held for a lease, in the background, and makes the report then.
  func start(_ lease: LeaseID, of task: TaskID, by rule: VerifyRule) {
    state.withLock { state in
      guard !state.isStopped, state.jobs[lease] == nil else { return }
      state.jobs[lease] = Swift.Task {
        await self.run(lease, task, rule)
        self.state.withLock { $0.jobs[lease] = nil }
      }
    }
  }

  /// Ends what awaits a verdict on a lease that is over.
  func tell(_ events: [(TaskID, TaskEvent)]) {
    for (_, event) in events where event.lease != .none {
      guard event.kind.isEnd || event.kind == .revoked || event.kind == .attemptFailed else { continue }
      state.withLock { $0.jobs.removeValue(forKey: event.lease) }?.cancel()
    }
  }

  /// Ends all of it, for the end of the server; the log has what is held.
  func stop() {
    let jobs = state.withLock { state in
      state.isStopped = true
      defer { state.jobs = [:] }
      return state.jobs
    }
    for job in jobs.values { job.cancel() }
  }

  private func run(_ lease: LeaseID, _ task: TaskID, _ rule: VerifyRule) async {
    let look = try? await shell.read { session -> (JudgedAnswer, HeldReport, Instant)? in
      guard let answer = session.heldAnswer(lease, of: task), let row = try? session.row(of: task),
        let held = session.state.annex.held[task.rawValue]
      else { return nil }
      return (answer, held, session.state.orchestrator.engine.tasks.records[row].until)
    }
    guard let (answer, held, until) = look else { return }
    let renewing = Swift.Task { await renew(lease, task, until: until) }
    defer { renewing.cancel() }
    var verdict: Verdict
    if case .feedback = rule.way {
      let left = held.at + rule.timeout - shell.now
      try? await Swift.Task.sleep(for: .nanoseconds(max(0, left)))
      if Swift.Task.isCancelled { return }
      // Silence is consent.
      verdict = Verdict(.accepted)
      verdict.confidence = nil
      count(verdict, on: task)
    } else {
      verdict = await judge(answer, by: rule)
      if Swift.Task.isCancelled { return }
    }
    await conclude(held.result, verdict, by: rule, lease: lease, task: task)
  }

  /// Reports as the verdict says, until that is durable or the task is not known any more.
  @discardableResult
  func conclude(
    _ result: WorkResult, _ verdict: Verdict, by rule: VerifyRule, lease: LeaseID, task: TaskID,
    answered: Instant? = nil
  ) async -> Conclusion {
    while true {
      do {
        return try await report(result, verdict, by: rule, lease: lease, task: task, answered: answered)
      } catch ShellError.logUnavailable {
        guard (try? await Swift.Task.sleep(for: .milliseconds(250))) != nil else { return .lost }
      } catch {
        logger.warning("a verdict was refused", metadata: ["task": "\(task)", "error": "\(error)"])
        return .lost
      }
    }
  }

  /// Reports as the verdict says.
  /// - Throws: ``ShellError`` when that cannot be written now, and what the engine refuses.
  func report(
    _ result: WorkResult, _ verdict: Verdict, by rule: VerifyRule, lease: LeaseID, task: TaskID,
    answered: Instant? = nil
  ) async throws -> Conclusion {
    try await shell.perform { session in
      try session.conclude(result, verdict, by: rule, lease: lease, task: task, answered: answered)
    }
  }

  /// Keeps the lease while the verdict is awaited.
  private func renew(_ lease: LeaseID, _ task: TaskID, until: Instant) async {
    guard until != .never else { return }
    let pause = max((until - shell.now) / 3, 100_000_000)
    while (try? await Swift.Task.sleep(for: .nanoseconds(pause))) != nil {
      await shell.post { session in
        guard session.state.annex.held[task.rawValue]?.lease == lease else { return }
        try session.handle(.renew(lease, task))
      }
    }
  }
}

extension Session {
  /// What was held when the server last stopped. What no rule asks a verdict on any more is reported as it is.
  /// - Parameter rules: nil for none.
  mutating func takeUpHeld(_ rules: VerifyRules?) throws -> [(lease: LeaseID, task: TaskID, rule: VerifyRule)]
  {
    try state.annex.held.sorted { $0.key < $1.key }.compactMap { number, held in
      let task = TaskID(number)
      guard let row = state.orchestrator.engine.tasks.row(of: task) else { return nil }
      if let rules, let rule = rule(forTaskAt: row, rules) { return (held.lease, task, rule) }
      _ = try report(held.result, lease: held.lease, task: task)
      return nil
    }
  }
}

extension Shell {
  /// Reports a try of an agent of the server's own, until that is durable. A success that a rule asks a verdict on
  /// is held until the verdict is there.
  /// - Throws: as ``reportSurely(_:lease:task:)``.
  func reportSurely(_ result: WorkResult, of work: Work, _ verifier: Verifier?) async throws {
    guard let verifier, result.succeeded,
      let rule = verifier.rules.rule(kind: work.kind, tenant: work.tenant)
    else {
      try await reportSurely(result, lease: work.lease, task: work.task)
      return
    }
    while true {
      do {
        let held = try await perform { session in
          try session.hold(result, lease: work.lease, task: work.task)
        }
        if held.verdict == .accepted { verifier.start(work.lease, of: work.task, by: rule) }
        return
      } catch ShellError.logUnavailable {
        try await Swift.Task.sleep(for: .milliseconds(250))
      }
    }
  }
}
