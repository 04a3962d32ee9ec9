extension Engine {
  /// What a policy learns from a fact that is about to be taken in; nil for facts that end no try. Computed from
  /// the state before the fact, so a replay of the log teaches a policy what the run taught it.
  public func outcome(of fact: Fact) -> Outcome? {
    switch fact.event {
    case .ended(let ending) where ending.lease != .none:
      // Only the agent's own word, or its silence, says something about the agent.
      guard ending.reason.isAgentsWord || ending.reason == .leaseLapsed else { return nil }
      var outcome = outcome(
        ending.task, at: fact.at, succeeded: ending.end == .succeeded, reward: ending.reward,
        cost: ending.charge + ending.overrun, turns: ending.turns)
      outcome?.outputTokens = ending.outputTokens
      outcome?.grades = ending.grades
      return outcome
    case .attemptFailed(_, let task, let charge, _, let turns):
      return outcome(task, at: fact.at, succeeded: false, reward: 0, cost: charge, turns: turns)
    case .revoked(_, let task, .lapsed, _):
      return outcome(task, at: fact.at, succeeded: false, reward: 0, cost: 0)
    case .feedback(let task, let reward):
      guard var outcome = outcome(task, at: fact.at, succeeded: reward > 0, reward: reward, cost: 0) else {
        return nil
      }
      outcome.isCorrection = true
      return outcome
    default: return nil
    }
  }

  /// What a policy learns, beside ``outcome(of:)``, from a ballot that is about to be decided: for each run that
  /// answered and is still kept, whether it agreed. One answer alone agrees with nobody. Given to the policy after the
  /// outcome of the fact itself.
  public func agreements(of fact: Fact, into outcomes: inout [Outcome]) {
    guard case .ended(let ending) = fact.event, ending.winner != nil, let answer = ending.answers.first,
      let row = tasks.row(of: ending.task), let ballot = tasks.ballot(of: row),
      ballot.runs.count(where: \.votes) > 1
    else { return }
    for run in ballot.runs {
      guard let agrees = ballot.agrees(run, with: answer), let row = tasks.row(of: run.task),
        var known = outcome(
          run.task, at: tasks.records[row].endedAt, succeeded: true, reward: tasks.records[row].reward,
          cost: tasks.records[row].spent)
      else { continue }
      known.isCorrection = true
      known.agreement = agrees
      outcomes.append(known)
    }
  }

  private func outcome(
    _ id: TaskID, at: Instant, succeeded: Bool, reward: Double, cost: Int64, turns: Int32? = nil
  ) -> Outcome? {
    guard let row = tasks.row(of: id), tasks.records[row].agent >= 0 else { return nil }
    // Field by field: a copy of the whole task would keep all its arrays alive for a moment.
    let agent = Int(tasks.records[row].agent)
    return Outcome(
      decision: tasks.records[row].decision, task: id, kind: tasks.specs[row].kind,
      tenant: tasks.specs[row].tenant, agent: pool.agents[agent].id, agentRow: agent, succeeded: succeeded,
      reward: reward, cost: cost, duration: at - tasks.records[row].leasedAt,
      propensity: tasks.records[row].propensity, turns: turns, allowance: tasks.records[row].allowance,
      ballot: tasks.specs[row].ballot, value: tasks.specs[row].value,
      inputTokens: tasks.specs[row].inputTokens)
  }
}
