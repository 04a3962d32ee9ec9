import MusterCore
import MusterWire

/// One change of a task, as a webhook is told of it.
struct WebhookMessage: Sendable {
  let task: TaskID
  let event: TaskEvent
  let url: String
  let traceparent: String?
  private let view: TaskView?

  /// The next that the task's webhook has not been told; nil when it knows everything.
  init?(_ id: TaskID, in session: Session) {
    guard let notes = session.state.annex.tasks[id.rawValue], let url = notes.extras?.webhook,
      let event = notes.history.first(where: { $0.position >= notes.webhookDelivered })
    else { return nil }
    task = id
    self.event = event
    self.url = url
    traceparent = notes.extras?.traceparent
    view = TaskView(id, in: session)
  }

  /// The body: the event's id rises along a task's life, and stays the same when a call is repeated.
  var body: [UInt8] {
    var text = JSONText(capacity: 512)
    text.object { text in
      text.member("id", "\(event.position)")
      text.member("task", "\(task)")
      text.member("event", event.kind.name)
      text.member("at", event.at.rfc3339)
      if event.lease != .none { text.member("lease", "\(event.lease)") }
      guard let view else { return }
      text.member("tenant", view.tenant)
      text.member("kind", view.kind)
      text.member("idempotency_key", orNull: view.spec.idempotencyKey)
      if event.kind.isEnd {
        text.member("reason", "\(view.record.reason)".snakeCase)
        text.member("failures", view.record.failures)
        text.dollars("cost_usd", view.record.spent)
      }
    }
    return text.bytes
  }
}
