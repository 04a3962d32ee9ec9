extension Engine {
  func decideStart(_ lease: LeaseID, _ id: TaskID, _ at: Instant, _ facts: inout [Fact]) throws(EngineError) {
    let row = try taskRow(id)
    let record = tasks.records[row]
    if let ignored = ignoreReason(record, lease) {
      facts.append(Fact(at: at, .reportIgnored(lease, id, ignored)))
    } else {
      appendCleared(Int(record.agent), at, &facts)
      if record.status == .leased { facts.append(Fact(at: at, .started(lease, id))) }
    }

  }

  func decideRenew(_ lease: LeaseID, _ id: TaskID, _ at: Instant, _ facts: inout [Fact]) throws(EngineError) {
    let row = try taskRow(id)
    if let ignored = ignoreReason(tasks.records[row], lease) {
      facts.append(Fact(at: at, .reportIgnored(lease, id, ignored)))
    } else {
      appendCleared(Int(tasks.records[row].agent), at, &facts)
      facts.append(Fact(at: at, .renewed(lease, id, until: leaseEnd(Int(tasks.records[row].agent), at))))
    }
  }

  /// When a lease that begins now lapses. Where silence means nothing, that of a lease means nothing either.
  func leaseEnd(_ agentRow: Int, _ at: Instant) -> Instant {
    pool.agents[agentRow].isWatched ? at + configuration.leaseTerm : .never
  }

  func decideReport(_ report: Report, _ at: Instant, _ facts: inout [Fact]) throws(EngineError) {
    if let reward = report.reward, !reward.isFinite {
      throw .malformed(part: "reward", found: "\(reward)", expected: "a finite number")
    }
    if let cost = report.cost, cost < 0 {
      throw .malformed(part: "cost", found: "\(cost)", expected: "micro-dollars >= 0")
    }
    if let confidence = report.confidence, !(0...1).contains(confidence) {
      throw .malformed(part: "confidence", found: "\(confidence)", expected: "a number from 0 to 1")
    }
    if let turns = report.turns, turns < 0 {
      throw .malformed(part: "turns", found: "\(turns)", expected: "a number >= 0")
    }
    guard report.answers.count <= Report.answerLimit else {
      throw .malformed(
        part: "answers", found: "\(report.answers.count)", expected: "at most \(Report.answerLimit)")
    }
    guard report.outputTokens >= 0 else {
      throw .malformed(part: "output tokens", found: "\(report.outputTokens)", expected: "a number >= 0")
    }
    try report.checkGrades()
    let row = try taskRow(report.task)
    let record = tasks.records[row]
    if let ignored = ignoreReason(record, report.lease) {
      if let cost = report.cost, cost > 0, report.lease != .none, record.calledOff == report.lease {
        let charge = min(cost, chargeable(row))
        facts.append(
          Fact(at: at, .settled(report.lease, report.task, charge: charge, overrun: cost - charge)))
      } else {
        facts.append(Fact(at: at, .reportIgnored(report.lease, report.task, ignored)))
      }
      return
    }
    appendCleared(Int(record.agent), at, &facts)
    if let confidence = report.confidence {
      facts.append(Fact(at: at, .graded(report.lease, report.task, confidence: confidence)))
    }
    let task = tasks.specs[row]
    let cost =
      report.cost
      ?? pool.agents[Int(record.agent)].price.quote(
        inputTokens: Int64(task.inputTokens), outputTokens: Int64(report.outputTokens),
        duration: at - record.leasedAt)
    let charge = min(cost, chargeable(row))

    func end(_ end: End, _ reason: EndReason, reward: Double) -> Ending {
      Ending(
        task: task.id, end: end, reason: reason, lease: report.lease, charge: charge, overrun: cost - charge,
        reward: reward, turns: report.turns, answers: end == .succeeded ? report.answers : [],
        outputTokens: report.outputTokens, grades: report.grades)
    }
    if report.succeeded {
      appendEnd(end(.succeeded, .reported, reward: report.reward ?? task.value), at, &facts)
      return
    }
    let failures = Int(record.failures) + 1
    if !report.retryable || failures >= attempts(row) {
      let reason = report.retryable ? EndReason.attemptsExhausted : .reported
      appendEnd(end(.failed, reason, reward: report.reward ?? 0), at, &facts)
    } else if task.budget != Task.unlimited && charge > 0 && record.spent + charge >= task.budget {
      appendEnd(end(.failed, .budgetSpent, reward: report.reward ?? 0), at, &facts)
    } else {
      let wait = task.retry.wait(afterFailures: failures, of: task.id, seed: configuration.seed)
      facts.append(
        Fact(
          at: at,
          .attemptFailed(
            report.lease, task.id, charge: charge, retryAt: at + wait, turns: report.turns)))
      appendGangRevocations(of: task, at, &facts)
    }
  }

  /// How many tries the task in the row has in all: its own number, or fewer where its lease allows fewer.
  func attempts(_ row: Int) -> Int {
    let own = Int(tasks.specs[row].retry.attempts)
    return tasks.records[row].allowance.tries.map { min(own, Int($0)) } ?? own
  }

  /// The most that the end of the row's lease charges, in micro-dollars: what was reserved for it, and beyond that
  /// what the budgets of its task, its tenant and its agent have room for. So no cost overspends a budget.
  func chargeable(_ row: Int) -> Int64 {
    let record = tasks.records[row]
    let task = tasks.specs[row]
    let own = task.budget - record.spent - record.reserve
    let room = min(own, tenants.room(task.tenant), pool.room(at: Int(record.agent)))
    return Price.saturatingAdd(record.reserve, max(0, room))
  }

  private func ignoreReason(_ record: TaskRecord, _ lease: LeaseID) -> IgnoreReason? {
    if record.status.isEnded { return .taskEnded }
    return record.lease == lease && lease != .none ? nil : .leaseLost
  }
}
