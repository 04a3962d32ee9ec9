import MusterMath

extension Engine {
  /// Fills a frame with one ready task and lends it the pool, as ``lend(to:at:mix:continuing:)`` does with a
  /// batch: for asking a policy about a decision that a log holds, in the state in which it was made. The
  /// frame is given back with ``reclaim(_:)``.
  ///
  /// - Parameter decision: the number of that decision, which fixes the draws.
  /// - Returns: false, with nothing lent, if there is no such task, it is not ready, or it belongs to a gang,
  ///   whose
  ///   members are not chosen for one by one.
  public mutating func lend(
    _ task: TaskID, as decision: DecisionID, to frame: inout Frame, at instant: Instant, mix: DemandMix
  ) -> Bool {
    guard let row = tasks.row(of: task), tasks.records[row].status == .ready, tasks.specs[row].gang == .none
    else { return false }
    prepare(&frame, at: instant, mix: mix)
    frame.firstDecision = decision.rawValue
    appendOne(row, to: &frame)
    swap(&pool, &frame.pool)
    return true
  }

  /// Empties a frame and notes what holds for all of its tasks.
  func prepare(_ frame: inout Frame, at instant: Instant, mix: DemandMix) {
    frame.tasks.removeAll(keepingCapacity: true)
    frame.shapes.removeAll(keepingCapacity: true)
    frame.failures.removeAll(keepingCapacity: true)
    frame.readySince.removeAll(keepingCapacity: true)
    frame.budgetLeft.removeAll(keepingCapacity: true)
    if !frame.failedAgents.isEmpty { frame.failedAgents.removeAll(keepingCapacity: true) }
    if !frame.barredAgents.isEmpty { frame.barredAgents.removeAll(keepingCapacity: true) }
    frame.now = clamp(instant)
    frame.firstDecision = nextDecision
    frame.seed = configuration.seed
    frame.explainedCandidates = configuration.explainedCandidates
    frame.mix = mix
    frame.tenantLeft.removeAll(keepingCapacity: true)
    if tenants.hasBudgets {
      for row in 0..<tenants.count { frame.tenantLeft.append(tenants.budgetLeft(TenantID(UInt32(row)))) }
    }
  }
}
