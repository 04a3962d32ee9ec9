import MusterCore

/// What the state says of itself at one instant. O(tasks kept).
struct EngineMetrics: Sendable {
  private let totals: Totals
  private var tasks = [Int](repeating: 0, count: TaskStatus.allCases.count)
  private var agents = [Int](repeating: 0, count: AgentStatus.allCases.count)
  private var inFlight = 0
  private var slots = 0
  private var oldestReady: Instant?
  private let now: Instant
  private let untoldWebhooks: Int

  init(_ session: Session) {
    let engine = session.state.orchestrator.engine
    totals = engine.totals
    now = session.now
    untoldWebhooks = session.state.annex.untold.count
    for row in engine.tasks.occupiedRows {
      let record = engine.tasks.records[row]
      tasks[Int(record.status.rawValue)] += 1
      if record.status == .ready { oldestReady = min(oldestReady ?? .never, record.submittedAt) }
    }
    for row in 0..<engine.pool.count {
      let status = engine.pool.status[row]
      agents[Int(status.rawValue)] += 1
      guard status != .left else { continue }
      inFlight += Int(engine.pool.inFlight[row])
      slots += Int(engine.pool.agents[row].concurrency)
    }
  }

  func write(to text: inout PrometheusText) {
    text.single("muster_tasks_submitted_total", .counter, "Tasks submitted.", Double(totals.submitted))
    text.family("muster_tasks_ended_total", .counter, "Tasks ended, by how.")
    for end in End.allCases {
      text.sample("muster_tasks_ended_total", [("end", "\(end)")], Double(totals.ended(end)))
    }
    text.single("muster_leases_total", .counter, "Leases given.", Double(totals.leases))
    text.single("muster_revocations_total", .counter, "Leases taken back.", Double(totals.revocations))
    text.single(
      "muster_preemptions_total", .counter, "Leases taken back for other work.", Double(totals.preemptions))
    text.single(
      "muster_reports_ignored_total", .counter, "Reports of leases that were no longer good.",
      Double(totals.ignoredReports))
    text.single("muster_spent_usd_total", .counter, "What work has cost.", Double(totals.spent) / 1e6)
    text.family("muster_tasks", .gauge, "Tasks kept, by status.")
    for status in TaskStatus.allCases {
      text.sample("muster_tasks", [("status", "\(status)".snakeCase)], Double(tasks[Int(status.rawValue)]))
    }
    text.family("muster_agents", .gauge, "Agents known, by status.")
    for status in AgentStatus.allCases {
      text.sample("muster_agents", [("status", "\(status)")], Double(agents[Int(status.rawValue)]))
    }
    text.single("muster_tasks_in_flight", .gauge, "Tasks with an agent.", Double(inFlight))
    text.single(
      "muster_agent_slots", .gauge, "The most tasks that the agents of the pool take at once.", Double(slots))
    text.single(
      "muster_queue_length", .gauge, "Tasks that wait for an agent.",
      Double(tasks[Int(TaskStatus.ready.rawValue)]))
    text.single(
      "muster_queue_oldest_seconds", .gauge, "The age of the oldest task that waits for an agent.",
      oldestReady.map { Double(max(0, now - $0)) * 1e-9 } ?? 0)
    text.single("muster_webhooks_untold", .gauge, "Tasks whose webhook is behind.", Double(untoldWebhooks))
  }
}
