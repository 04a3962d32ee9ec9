import MusterCore

/// What became of a report, and whose it was.
struct Settled: Sendable {
  var verdict: ReportVerdict
  var agent: AgentID
  var concurrency: Int32
  /// Whether it is not the repeat of one that is held.
  var isNew = true
  /// The rule by which it is held, if it is.
  var rule: VerifyRule?
}

extension Session {
  /// Takes a report in.
  /// - Parameter rules: which answers are judged; nil for none.
  mutating func settle(_ report: ReportDraft, _ rules: VerifyRules?) throws(EngineError) -> Settled {
    var rule: VerifyRule?
    var agent = AgentID(0)
    var concurrency: Int32 = 1
    // No copy of the engine may be alive while it changes: its columns would be copied with it.
    if let row = state.orchestrator.engine.tasks.row(of: report.task) {
      let holder = Int(state.orchestrator.engine.tasks.records[row].agent)
      if holder >= 0 {
        agent = state.orchestrator.engine.pool.agents[holder].id
        concurrency = state.orchestrator.engine.pool.agents[holder].concurrency
      }
      if let rules { rule = self.rule(forTaskAt: row, rules) }
    }
    if let rule {
      // Once there is an answer, what is said of the lease later changes nothing.
      if state.annex.held[report.task.rawValue]?.lease == report.lease {
        return Settled(verdict: .accepted, agent: agent, concurrency: concurrency, isNew: false)
      }
      if report.result.succeeded {
        let (verdict, isNew) = try hold(report.result, lease: report.lease, task: report.task)
        return Settled(verdict: verdict, agent: agent, concurrency: concurrency, isNew: isNew, rule: rule)
      }
    }
    let verdict = try self.report(report.result, lease: report.lease, task: report.task)
    return Settled(verdict: verdict, agent: agent, concurrency: concurrency)
  }
}
