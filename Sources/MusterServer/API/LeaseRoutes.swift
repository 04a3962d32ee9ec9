import HTTPTypes
import Hummingbird
import MusterCore
import MusterWire

/// How a pull worker works: take leases, renew them, report.
struct LeaseRoutes: Sendable {
  let parts: Parts

  func add(to group: RouterGroup<MusterContext>) {
    group.post("agents/:name/leases", use: take)
    group.post("leases/:lease/renew", use: renew)
    group.post("leases/:lease/report", use: reportOne)
    group.post("reports", use: reportMany)
  }

  @Sendable private func take(_ request: Request, _ context: MusterContext) async throws -> Response {
    try context.identity.require(.agents)
    let name = try context.label("name")
    let body = try await request.jsonBody(limit: parts.bodyLimit)
    var fields = try JSONFields(body.isEmpty ? Array("{}".utf8) : body)
    let most = Int(fields.integer("max", in: 1...1000) ?? 1)
    let wait = min(fields.duration("wait") ?? 0, parts.longestWait)
    try fields.check()
    let id = try await parts.shell.perform { session in
      let id = try session.agent(named: name)
      try session.handle(.heartbeat(id))
      return id
    }
    let asking = Swift.Task { await parts.pullDesk.take(id, most: most, wait: .nanoseconds(wait)) }
    let taken = await parts.connections.whileOpen(context.channel, onClose: { asking.cancel() }) {
      await asking.value
    }
    guard !taken.isEmpty else { return leases([]) }
    // Begun, durably, before the worker hears of it: what a crash leaves unbegun is given again.
    do {
      let good = try await parts.shell.perform { session in
        try taken.filter { work in
          guard let row = session.state.orchestrator.engine.tasks.row(of: work.task),
            session.state.orchestrator.engine.tasks.records[row].lease == work.lease,
            session.state.orchestrator.engine.tasks.records[row].status == .leased
          else { return false }
          try session.handle(.start(work.lease, work.task))
          return true
        }
      }
      return leases(good)
    } catch {
      for work in taken { parts.pullDesk.dispatch(work) }
      throw error
    }
  }

  private func leases(_ works: [Work]) -> Response {
    Response.json { text in
      text.object { text in
        text.name("leases")
        text.array { text in
          for work in works {
            text.object { text in
              text.member("lease", "\(work.lease)")
              text.member("task", "\(work.task)")
              text.member("tenant", work.tenant)
              text.member("kind", work.kind)
              text.member("attempt", work.attempt)
              text.real("effort", work.effort)
              write(work.allowance, to: &text)
              if work.until != .never { text.member("until", work.until.rfc3339) }
              if work.deadline != .never { text.member("deadline", work.deadline.rfc3339) }
              if let traceparent = work.traceparent { text.member("traceparent", traceparent) }
              text.name("input")
              if work.input.isEmpty { text.null() } else { text.raw(work.input) }
            }
          }
        }
      }
    }
  }

  private func write(_ allowance: Allowance, to text: inout JSONText) {
    if let turns = allowance.turns {
      text.name("turns")
      text.object { text in
        text.member("limit", turns.limit)
        text.member("extension", turns.extra)
        text.member("notice", turns.notice)
      }
    }
    if let examples = allowance.examples { text.member("examples", examples) }
  }

  @Sendable private func renew(_ request: Request, _ context: MusterContext) async throws -> Response {
    try context.identity.require(.agents)
    let lease = LeaseID(try context.number("lease", of: "lease"))
    var fields = try JSONFields(try await request.jsonBody(limit: parts.bodyLimit))
    let task = taskNumber(&fields)
    try fields.check()
    let until = try await parts.shell.perform { session -> Instant in
      let row = try session.row(of: task)
      guard session.state.orchestrator.engine.tasks.records[row].lease == lease,
        session.state.orchestrator.engine.tasks.records[row].status.holdsLease
      else { throw APIFailure(.leaseLost, "lease \(lease) of task \(task) was taken back; stop the work") }
      try session.handle(.renew(lease, task))
      return session.state.orchestrator.engine.tasks.records[row].until
    }
    return Response.json { text in
      text.object { text in
        text.member("lease", "\(lease)")
        text.member("until", until.rfc3339)
      }
    }
  }

  @Sendable private func reportOne(_ request: Request, _ context: MusterContext) async throws -> Response {
    try context.identity.require(.agents)
    let lease = LeaseID(try context.number("lease", of: "lease"))
    let report = try ReportDraft(try await request.jsonBody(limit: parts.bodyLimit), lease: lease)
    let rules = parts.verifier?.rules
    let settled = try await parts.shell.perform { session in try session.settle(report, rules) }
    observe(report, settled)
    return Response.json { text in write(report, settled.verdict, to: &text) }
  }

  @Sendable private func reportMany(_ request: Request, _ context: MusterContext) async throws -> Response {
    try context.identity.require(.agents)
    var fields = try JSONFields(try await request.jsonBody(limit: parts.bodyLimit))
    let items = fields.array("reports", most: 1000) ?? []
    if !fields.has("reports") { fields.problem("reports", "expected an array of at most 1000 reports") }
    try fields.check()
    let reports = try items.enumerated().map { index, item in try ReportDraft(item, at: "/reports/\(index)") }
    let rules = parts.verifier?.rules
    let verdicts = try await parts.shell.perform { session in
      // One that nobody knows must not keep the others from being counted.
      reports.map { report in try? session.settle(report, rules) }
    }
    for (report, settled) in zip(reports, verdicts) { if let settled { observe(report, settled) } }
    return Response.json { text in
      text.object { text in
        text.name("reports")
        text.array { text in
          for (report, settled) in zip(reports, verdicts) { write(report, settled?.verdict, to: &text) }
        }
      }
    }
  }

  /// What came back counts for the agent's health, once; an answer that is held goes to its verifier.
  private func observe(_ report: ReportDraft, _ settled: Settled) {
    guard settled.verdict == .accepted, settled.isNew else { return }
    if let rule = settled.rule { parts.verifier?.start(report.lease, of: report.task, by: rule) }
    parts.ward?.observe(settled.agent, succeeded: report.result.succeeded, concurrency: settled.concurrency)
  }

  private func write(_ report: ReportDraft, _ verdict: ReportVerdict?, to text: inout JSONText) {
    text.object { text in
      text.member("lease", "\(report.lease)")
      text.member("task", "\(report.task)")
      text.member("verdict", verdict?.rawValue ?? "unknown_task")
    }
  }

  private func taskNumber(_ fields: inout JSONFields) -> TaskID {
    guard let text = fields.string("task", longest: 40), let number = IDText.number(text) else {
      if fields.problems.isEmpty { fields.problem("task", "expected the task's id, a string of digits") }
      return TaskID(0)
    }
    return TaskID(number)
  }
}

/// A report as it was sent.
struct ReportDraft: Sendable {
  var lease: LeaseID
  var task: TaskID
  var result: WorkResult

  /// - Parameter lease: the lease, when the path names it.
  init(_ bytes: [UInt8], lease: LeaseID? = nil, at pointer: String = "") throws {
    var fields = try JSONFields(bytes, at: pointer)
    func number(_ name: String) -> UInt64 {
      guard let text = fields.string(name, longest: 40), let number = IDText.number(text) else {
        fields.problem(name, "expected an id, a string of digits")
        return 0
      }
      return number
    }
    self.lease = lease ?? LeaseID(number("lease"))
    task = TaskID(number("task"))
    let succeeded = fields.boolean("succeeded")
    if succeeded == nil, !fields.has("succeeded") { fields.problem("succeeded", "expected true or false") }
    result = WorkResult(succeeded: succeeded ?? false)
    result.retryable = fields.boolean("retryable") ?? true
    result.reward = fields.number("reward", in: -1e12...1e12)
    result.cost = fields.dollars("cost_usd")
    result.outputTokens = Int32(fields.integer("output_tokens", in: 0...1_000_000_000) ?? 0)
    result.turns = fields.integer("turns", in: 0...1_000_000_000).map(Int32.init)
    result.output = fields.raw("output") ?? []
    result.grades = Self.grades(&fields)
    result.failure = fields.string("failure", longest: 16384)
    try fields.check()
  }

  /// `rubric: {criterion: 0...1}`.
  private static func grades(_ fields: inout JSONFields) -> [Grade] {
    guard var given = fields.object("rubric") else { return [] }
    var grades: [Grade] = []
    for name in given.allNames() {
      guard let value = given.number(name, in: 0...1) else { continue }
      if name.isEmpty || name.utf8.count > Grade.nameLimit || grades.count == Grade.limit {
        given.problem(name, "expected at most \(Grade.limit) names of 1 to \(Grade.nameLimit) bytes")
        break
      }
      grades.append(Grade(name, value))
    }
    fields.absorb(given)
    return grades
  }
}

extension Session {
  /// The row of a task.
  func row(of task: TaskID) throws -> Int {
    guard let row = state.orchestrator.engine.tasks.row(of: task) else {
      throw APIFailure(.notFound, "there is no task \(task), or it ended long ago")
    }
    return row
  }
}
