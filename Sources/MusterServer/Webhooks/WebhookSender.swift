import Logging
import Metrics
import MusterCore
import MusterMath
import Synchronization

/// Tells webhooks what happens to their tasks: every change of state, in the order of each task's life, at least
/// once. What has been told is in the log, so that a restart goes on where it stopped.
///
/// It never holds up the shell: the shell only tells which tasks changed, and what is due is read from the state.
/// An event that could not be told after all tries is passed over, with a warning, so that it does not keep the
/// later ones back.
public actor WebhookSender {
  /// How webhooks are told.
  public struct Terms: Sendable {
    public var rules = WebhookRules()
    /// Tries of each event, at least 1.
    public var attempts = 5
    /// Of one try.
    public var timeout: Nanoseconds = 10_000_000_000
    /// What calls are signed with; nil for no signature.
    public var secret: Secret?
    var backoff = WebhookBackoff()

    public init() {}

    public init(_ settings: WebhookSettings) {
      rules = WebhookRules(allowsPrivate: settings.allowPrivate, hosts: settings.hosts)
      attempts = settings.attempts
      timeout = settings.timeout
      secret = settings.secret.secret
    }
  }

  /// The least time between two looks at the state.
  private static let pace = Duration.milliseconds(20)

  private let terms: Terms
  private let shell: Shell
  private let logger: Logger
  private let client = WebhookClient()
  private let metrics: any MetricsFactory
  private var queue: WebhookQueue
  private var alarm: (due: Instant, task: Swift.Task<Void, Never>)?
  /// Tasks that changed and were not looked at yet.
  private nonisolated let changed = Mutex<Set<UInt64>>([])
  private nonisolated let wakes: AsyncStream<Void>
  private nonisolated let waker: AsyncStream<Void>.Continuation

  public init(
    _ terms: Terms, shell: Shell, logger: Logger, metrics: any MetricsFactory = MetricsSystem.factory
  ) {
    self.terms = terms
    self.shell = shell
    self.logger = logger
    self.metrics = metrics
    queue = WebhookQueue()
    (wakes, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  /// Hears of durable events. Does not wait; for ``Shell/setEventSink(_:)``.
  public nonisolated func tell(_ events: [(TaskID, TaskEvent)]) {
    changed.withLock { changed in for (task, _) in events { changed.insert(task.rawValue) } }
    waker.yield()
  }

  /// Tells webhooks until the task that runs this is cancelled; first of what was untold when the server stopped.
  /// Calls under way are then broken off, and repeated after the next start.
  public func run() async {
    if let untold = try? await shell.read({ session in session.state.annex.untold }) {
      changed.withLock { $0.formUnion(untold) }
    }
    waker.yield()
    await withDiscardingTaskGroup { group in
      for await _ in wakes {
        if Swift.Task.isCancelled { break }
        await look()
        for task in queue.take(at: shell.now) { group.addTask { await self.call(TaskID(task)) } }
        setAlarm()
        // What comes meanwhile is looked at together.
        try? await Swift.Task.sleep(for: Self.pace)
      }
      group.cancelAll()
    }
    alarm?.task.cancel()
    await client.close()
  }

  /// Wakes the loop when the next task that waits may be told again.
  private func setAlarm() {
    guard let due = queue.nextDue else { return }
    if let alarm, alarm.due <= due, alarm.due > shell.now { return }
    alarm?.task.cancel()
    let wait = max(due - shell.now, 1_000_000)
    alarm = (
      due,
      Swift.Task { [waker] in
        guard (try? await Swift.Task.sleep(for: .nanoseconds(wait))) != nil else { return }
        waker.yield()
      }
    )
  }

  /// Puts the tasks in line that changed and have a webhook.
  private func look() async {
    let tasks = changed.withLock { changed in
      defer { changed = [] }
      return changed
    }
    guard !tasks.isEmpty else { return }
    let found = try? await shell.read { session in
      tasks.sorted().compactMap { task -> (UInt64, String)? in
        guard let notes = session.state.annex.tasks[task], let url = notes.extras?.webhook,
          (notes.history.last?.position ?? 0) >= notes.webhookDelivered
        else { return nil }
        return (task, url)
      }
    }
    guard let found else {
      changed.withLock { $0.formUnion(tasks) }
      return
    }
    for (task, url) in found { queue.add(task, host: WebhookAddress(url)?.host ?? "") }
  }

  /// Tells the task's next event, once.
  private func call(_ task: TaskID) async {
    defer { waker.yield() }
    let next: WebhookMessage?
    do {
      next = try await shell.read { session in WebhookMessage(task, in: session) }
    } catch {
      return queue.fail(task.rawValue, until: shell.now + terms.backoff.first)
    }
    guard let message = next else { return queue.finish(task.rawValue, hasMore: false) }
    do {
      try await send(message)
      count("delivered")
    } catch is CancellationError {
      return
    } catch {
      let failure = error as? WebhookFailure
      let failures = queue.failures(of: task.rawValue) + 1
      let why: Logger.Metadata = [
        "task": "\(task)", "event": "\(message.event.position)", "tries": "\(failures)",
        "error": "\(failure.map { "\($0)" } ?? "the address may not be called")",
      ]
      guard failure == nil || failure?.isFinal == true || failures >= terms.attempts else {
        count("failed")
        logger.info("a webhook failed", metadata: why)
        let wait = terms.backoff.wait(afterFailures: failures, of: task.rawValue)
        return queue.fail(task.rawValue, until: shell.now + wait)
      }
      count("given_up")
      logger.warning("a webhook was given up for an event", metadata: why)
    }
    await note(message)
  }

  /// Writes down that the event was told; if that cannot be, it is told again.
  private func note(_ message: WebhookMessage) async {
    let task = message.task
    var writer = ByteWriter()
    writer.varint(message.event.position + 1)
    let bytes = writer.bytes
    do {
      let hasMore = try await shell.perform { session in
        try session.handle(
          .note(subject: task.rawValue, tag: NoteTag.webhookDelivered.rawValue, bytes: bytes))
        return session.state.annex.untold.contains(task.rawValue)
      }
      queue.finish(task.rawValue, hasMore: hasMore)
    } catch {
      queue.fail(task.rawValue, until: shell.now + terms.backoff.first)
    }
  }

  private func send(_ message: WebhookMessage) async throws {
    // Checked again: the settings may have changed since it was submitted.
    let address = try terms.rules.address(message.url)
    let checked = try await terms.rules.resolve(address)
    let body = message.body
    var headers = [
      ("Content-Type", "application/json"), ("User-Agent", "muster"),
      ("X-Muster-Event", message.event.kind.name),
      ("X-Muster-Delivery", "\(message.task)-\(message.event.position)"),
    ]
    if let secret = terms.secret {
      let seconds = shell.now.nanoseconds / 1_000_000_000
      headers.append(
        (
          "X-Muster-Signature", WebhookSignature.header(body, secret: secret.reveal(), unixSeconds: seconds)
        ))
    }
    if let traceparent = message.traceparent { headers.append(("traceparent", traceparent)) }
    try await client.post(address, at: checked, headers: headers, body: body, timeout: terms.timeout)
  }

  private func count(_ result: String) {
    Counter(label: "muster_webhook_deliveries_total", dimensions: [("result", result)], factory: metrics)
      .increment()
  }
}
