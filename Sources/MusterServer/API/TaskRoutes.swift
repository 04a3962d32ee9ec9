import HTTPTypes
import Hummingbird
import MusterCore
import MusterWire

/// `/api/v1/tasks`: submit, look, cancel, follow.
struct TaskRoutes: Sendable {
  let parts: Parts

  func add(to group: RouterGroup<MusterContext>) {
    group.post("tasks", use: submit)
    group.post("tasks/batch", use: submitBatch)
    group.get("tasks", use: list)
    group.get("tasks/:id", use: get)
    group.delete("tasks/:id", use: cancel)
    group.post("tasks/:id/cancel", use: cancel)
    group.post("tasks/:id/feedback", use: feedback)
    group.get("tasks/:id/events", use: events)
    group.get("tasks/:id/why", use: why)
  }

  @Sendable private func submit(_ request: Request, _ context: MusterContext) async throws -> Response {
    try context.identity.require(.tasks)
    let body = try await request.jsonBody(limit: parts.bodyLimit)
    var draft = try TaskDraft(body, idempotencyKey: try request.idempotencyKey())
    draft.extras.traceparent = context.traceparent
    if let webhook = draft.extras.webhook { try parts.webhookCheck(webhook) }
    draft.text = await parts.texts?.read(draft.extras.input)
    let (done, identity, rules) = (draft, context.identity, parts.verifier?.rules)
    let (submitted, view) = try await parts.shell.perform { session -> (Submitted, TaskView?) in
      let submitted = try session.submit([done], by: identity, rules: rules)
      return (submitted, TaskView(submitted.ids[0], in: session))
    }
    let path = "/api/v1/tasks/\(submitted.ids[0])"
    return Response.json(submitted.isNew ? .created : .ok, headers: [.location: path]) { text in
      view?.write(to: &text, isWhole: true)
    }
  }

  @Sendable private func submitBatch(_ request: Request, _ context: MusterContext) async throws -> Response {
    try context.identity.require(.tasks)
    let body = try await request.jsonBody(limit: parts.bodyLimit)
    var fields = try JSONFields(body)
    let items = fields.array("tasks", most: 10_000)
    if items?.isEmpty ?? true { fields.problem("tasks", "expected 1 to 10000 tasks") }
    try fields.check()
    var drafts = try (items ?? []).enumerated().map { index, item in
      var draft = try TaskDraft(item, at: "/tasks/\(index)")
      draft.extras.traceparent = context.traceparent
      if let webhook = draft.extras.webhook { try parts.webhookCheck(webhook) }
      return draft
    }
    if let texts = parts.texts {
      for index in drafts.indices { drafts[index].text = await texts.read(drafts[index].extras.input) }
    }
    let (done, identity, rules) = (drafts, context.identity, parts.verifier?.rules)
    let submitted = try await parts.shell.perform { session in
      try session.submit(done, by: identity, rules: rules)
    }
    return Response.json(.created) { text in
      text.object { text in
        text.name("tasks")
        text.array { text in
          for id in submitted.ids { text.object { text in text.member("id", "\(id)") } }
        }
      }
    }
  }

  @Sendable private func get(_ request: Request, _ context: MusterContext) async throws -> Response {
    let id = TaskID(try context.number("id", of: "task"))
    let wait = try request.duration("wait", most: parts.longestWait) ?? 0
    let identity = context.identity
    // Followed before it is looked at, so that an end in between is not missed.
    let events = wait > 0 ? parts.hub.follow(id) : nil
    var view = try await look(id, identity)
    if let events, !view.record.status.isEnded {
      await withTimeLimit(wait) { for await event in events where event.kind.isEnd { return } }
      view = try await look(id, identity)
    }
    let found = view
    return Response.json { text in found.write(to: &text, isWhole: true) }
  }

  /// - Throws: `not_found`, also for tasks of other tenants: their existence is their business.
  private func look(_ id: TaskID, _ identity: Identity) async throws -> TaskView {
    try identity.require([.tasks, .observe])
    let view = try await parts.shell.read { session in TaskView(id, in: session) }
    guard let view, identity.maySee(tenant: view.tenant) else {
      throw APIFailure(.notFound, "there is no task \(id), or it ended long ago")
    }
    return view
  }

  @Sendable private func list(_ request: Request, _ context: MusterContext) async throws -> Response {
    try context.identity.require([.tasks, .observe])
    let query = try TaskQuery(request, context.identity)
    let page = try await parts.shell.read { session in query.run(in: session) }
    return Response.json { text in
      text.object { text in
        text.name("tasks")
        text.array { text in for view in page.tasks { view.write(to: &text, isWhole: false) } }
        text.member("next_cursor", orNull: page.cursor)
      }
    }
  }

  @Sendable private func cancel(_ request: Request, _ context: MusterContext) async throws -> Response {
    let id = TaskID(try context.number("id", of: "task"))
    try context.identity.require(.tasks)
    _ = try await look(id, context.identity)
    let view = try await parts.shell.perform { session -> TaskView? in
      if let view = TaskView(id, in: session), view.record.status.isEnded, view.record.status != .cancelled {
        throw APIFailure(.taskEnded, "task \(id) has \("\(view.record.status)".snakeCase) before")
      }
      try session.handle(.cancel(id))
      return TaskView(id, in: session)
    }
    return Response.json { text in view?.write(to: &text, isWhole: true) }
  }

  @Sendable private func feedback(_ request: Request, _ context: MusterContext) async throws -> Response {
    let id = TaskID(try context.number("id", of: "task"))
    try context.identity.require(.tasks)
    var fields = try JSONFields(try await request.jsonBody(limit: parts.bodyLimit))
    let reward = fields.number("reward", in: -1e12...1e12)
    if reward == nil, fields.problems.isEmpty { fields.problem("reward", "expected a number") }
    try fields.check()
    _ = try await look(id, context.identity)
    let (given, rules) = (reward ?? 0, parts.verifier?.rules)
    let (verdict, view) = try await parts.shell.perform { session -> (Verdict?, TaskView?) in
      guard session.state.orchestrator.engine.tasks.records[try session.row(of: id)].agent >= 0 else {
        throw APIFailure(.taskNotLeased, "no agent has had task \(id): there is nobody to learn about")
      }
      let verdict = try rules.flatMap { try session.conclude(id, byFeedback: given, $0) }
      if verdict == nil { try session.handle(.feedback(id, reward: given)) }
      return (verdict, TaskView(id, in: session))
    }
    if let verdict { parts.verifier?.count(verdict, on: id) }
    return Response.json { text in view?.write(to: &text, isWhole: true) }
  }

  @Sendable private func events(_ request: Request, _ context: MusterContext) async throws -> Response {
    let id = TaskID(try context.number("id", of: "task"))
    let stream = parts.hub.follow(id)
    let view = try await look(id, context.identity)
    let resume = request.headers[HTTPField.Name("Last-Event-ID") ?? .range]
    var after: UInt64?
    if let resume {
      guard let number = IDText.number(resume) else {
        throw APIFailure(
          .invalidParameter, "Last-Event-ID: found \"\(resume.prefix(40))\", expected the id of an event")
      }
      after = number
    }
    return TaskStream(id: id, past: view.notes?.history ?? [], after: after, stream: stream, parts: parts)
      .response()
  }

  @Sendable private func why(_ request: Request, _ context: MusterContext) async throws -> Response {
    let id = TaskID(try context.number("id", of: "task"))
    _ = try await look(id, context.identity)
    let choices = try await parts.shell.read { session in
      session.state.annex.tasks[id.rawValue]?.choices.map { ChoiceView($0, in: session) } ?? []
    }
    return Response.json { text in
      text.object { text in
        text.member("task", "\(id)")
        text.name("decisions")
        text.array { text in for choice in choices { choice.write(to: &text) } }
      }
    }
  }
}

extension Request {
  /// The header `Idempotency-Key`.
  fileprivate func idempotencyKey() throws -> String? {
    guard let key = HTTPField.Name("Idempotency-Key").flatMap({ headers[$0] }) else { return nil }
    guard JSONFields.isLabel(key) else {
      throw APIFailure(
        .invalidParameter, "Idempotency-Key: expected 1 to 200 characters, no control characters")
    }
    return key
  }
}

extension Identity {
  func maySee(tenant: String) -> Bool { isAdmin || scopes.contains(.observe) || tenant == self.tenant }
}

/// Waits for an operation, but not for longer than this many nanoseconds.
func withTimeLimit(_ limit: Nanoseconds, _ operation: @escaping @Sendable () async -> Void) async {
  await withTaskGroup(of: Void.self) { group in
    group.addTask { await operation() }
    group.addTask { try? await Swift.Task.sleep(for: .nanoseconds(limit)) }
    await group.next()
    group.cancelAll()
  }
}
