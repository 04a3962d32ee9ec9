import Logging
import MusterCore
import MusterMath
import MusterStore

/// The live server's heart: one actor that drains requests, lets the engine decide, commits one batch of facts, and
/// then releases results and effects.
///
/// Work that comes while a commit is under way becomes the next batch, so that the cost of a commit is shared. No
/// result leaves before the facts that it rests on are durable. When a commit fails, the state is rebuilt from the
/// log, which alone knows what was written; until that succeeds nothing is changed and everything that would change
/// something is refused.
public actor Shell {
  private var session: Session
  private let log: any Log
  private let clock: ServerClock
  private let logger: Logger
  private let pace: Pace
  private let hub: EventHub
  private let counters: ShellCounters

  private let thread = ShellThread()

  private var inbox: [Ticket] = []
  private var isDraining = false
  private var isWakingSoon = false
  private var trouble: Trouble?
  private var alarm: (due: Instant, task: Swift.Task<Void, Never>)?
  private var drivers: [AgentID: any AgentDriver] = [:]
  private var standardDriver: (any AgentDriver)?
  private var callers: (any AgentDriver)?
  private var onEvents: (@Sendable ([(TaskID, TaskEvent)]) -> Void)?
  private var onFenced: (@Sendable () -> Void)?
  private var onKeys: (@Sendable ([APIKey]) -> Void)?
  private var keysTold: UInt64?
  private var lastSnapshot: UInt64
  private var isSaving = false
  private var history = LogHistory()
  private var writer = ByteWriter()
  private var isStopped = false

  /// How often and how much at once.
  public struct Pace: Sendable {
    /// Facts between two snapshots.
    public var snapshotEvery: UInt64
    /// How much history is kept before the newest snapshot, for replays.
    public var keep: LogKeep
    /// The most requests in one batch.
    public var batchLimit: Int
    /// Whether a commit is over so soon (it waits neither for a disk nor for a network) that whoever comes first
    /// does it on their own thread.
    public var commitsAtOnce: Bool

    public init(
      snapshotEvery: UInt64 = 100_000, keep: LogKeep = .all, batchLimit: Int = 1024,
      commitsAtOnce: Bool = false
    ) {
      self.commitsAtOnce = commitsAtOnce
      self.snapshotEvery = snapshotEvery
      self.keep = keep
      self.batchLimit = batchLimit
    }
  }

  /// The payload of tasks whose work is with a caller that waits: they do not outlive the process.
  public static let callerPayload = "caller"

  public init(
    _ state: ShellState, log: any Log, pace: Pace = Pace(), hub: EventHub, logger: Logger,
    counters: ShellCounters = ShellCounters()
  ) {
    clock = ServerClock(notBefore: state.orchestrator.engine.now)
    session = Session(state, now: clock.now)
    self.log = log
    self.pace = pace
    self.hub = hub
    self.logger = logger
    self.counters = counters
    lastSnapshot = state.position
  }

  // MARK: Wiring

  /// Where leases of agents without a driver of their own go.
  public func setStandardDriver(_ driver: any AgentDriver) { standardDriver = driver }
  /// Where leases of callers' work go, whatever the agent.
  public func setCallers(_ driver: any AgentDriver) { callers = driver }
  public func setDriver(_ driver: any AgentDriver, for agent: AgentID) { drivers[agent] = driver }
  /// Called with the events of each batch once they are durable.
  public func setEventSink(_ sink: @escaping @Sendable ([(TaskID, TaskEvent)]) -> Void) { onEvents = sink }
  /// Called when the log turns out to have another writer.
  public func setFencedHandler(_ handler: @escaping @Sendable () -> Void) { onFenced = handler }

  /// Called with all keys, now and whenever one is made or revoked.
  public func setKeySink(_ sink: @escaping @Sendable ([APIKey]) -> Void) {
    onKeys = sink
    tellKeys()
  }

  private func tellKeys() {
    guard keysTold != session.state.annex.keyChanges else { return }
    keysTold = session.state.annex.keyChanges
    onKeys?(Array(session.state.annex.keys.values))
  }

  // MARK: Work

  /// Runs work on the state; it may hand requests to the engine. Returns once its facts are durable.
  /// - Throws: what the body throws; ``ShellError`` when nothing was or could be written.
  public func perform<Value: Sendable>(
    _ body: @escaping @Sendable (inout Session) throws -> Value
  ) async throws -> Value {
    if let trouble { throw trouble.error }
    if isStopped { throw ShellError.draining }
    return try await enqueue(body)
  }

  /// Looks at the state, when all that it shows is durable. Works while the log cannot be written.
  public func read<Value: Sendable>(
    _ body: @escaping @Sendable (Session) throws -> Value
  ) async throws -> Value {
    if trouble != nil, !isDraining { return try body(session) }
    return try await enqueue { try body($0) }
  }

  /// Hands in work whose result nobody waits for.
  /// - Parameters:
  ///   - mayWait: it may wait five milliseconds for other work to share a commit with, unless tasks wait for an agent.
  ///   - failed: told when nothing of it was or could be written.
  public func post(
    mayWait: Bool = false, _ body: @escaping @Sendable (inout Session) throws -> Void,
    failed: (@Sendable (any Error) -> Void)? = nil
  ) {
    if trouble != nil || isStopped {
      failed?(trouble?.error ?? ShellError.draining)
      return
    }
    inbox.append { session in
      do { try body(&session) } catch {
        failed?(error)
        return { _ in }
      }
      return { failure in if let failure { failed?(failure) } }
    }
    if mayWait, session.state.orchestrator.engine.readyCount == 0 { wakeSoon() } else { wake() }
  }

  /// Whether the log takes facts.
  public var isHealthy: Bool { trouble == nil && !isStopped }
  /// Why it does not.
  public var problem: String? { trouble.map { "\($0.error)" } }
  /// The time by the server's clock.
  public nonisolated var now: Instant { clock.now }

  /// Ends the timers and refuses further work, after what was handed in is done.
  public func stop() async {
    isStopped = true
    alarm?.task.cancel()
    if !inbox.isEmpty { wake() }
    while isDraining || isSaving { await Swift.Task.yield() }
  }

  private func enqueue<Value: Sendable>(
    _ body: @escaping @Sendable (inout Session) throws -> Value
  ) async throws -> Value {
    if pace.commitsAtOnce, !isDraining, inbox.count < pace.batchLimit {
      let outcome = Outcome<Value>()
      inbox.append { session in
        let result = Result { try body(&session) }
        return { failure in outcome.set(failure.map { .failure($0) } ?? result) }
      }
      isDraining = true
      await runBatch()
      // What came meanwhile is not for this caller to do.
      if inbox.isEmpty { rest() } else { start() }
      return try outcome.get()
    }
    return try await withCheckedThrowingContinuation { continuation in
      inbox.append { session in
        let result = Result { try body(&session) }
        return { failure in
          if let failure { continuation.resume(throwing: failure) } else { continuation.resume(with: result) }
        }
      }
      wake()
    }
  }

  private func wake() {
    guard !isDraining else { return }
    isDraining = true
    start()
  }

  private func start() { Swift.Task(executorPreference: thread) { await self.drain() } }

  private func rest() {
    isDraining = false
    setAlarm()
  }

  private func wakeSoon() {
    guard !isDraining, !isWakingSoon else { return }
    isWakingSoon = true
    Swift.Task {
      try? await Swift.Task.sleep(for: .milliseconds(5))
      self.wokenSoon()
    }
  }

  private func wokenSoon() {
    isWakingSoon = false
    if !inbox.isEmpty { wake() }
  }

  // MARK: The loop

  private typealias Finish = @Sendable (ShellError?) -> Void
  private typealias Ticket = (inout Session) -> Finish

  private struct Trouble {
    var error: ShellError
    var since: Instant
  }

  private func drain() async {
    repeat {
      await runBatch()
    } while !inbox.isEmpty
    rest()
  }

  private func runBatch() async {
    let batch = takeBatch()
    session.now = clock.now
    var finishers: [Finish] = []
    finishers.reserveCapacity(batch.count)
    do {
      if trouble == nil { try session.advance() }
      for ticket in batch { finishers.append(ticket(&session)) }
      try session.allocate()
    } catch {
      // The engine refuses nothing that follows from its own facts; if it does, the state is as before.
      logger.error("the engine refused its own work", metadata: ["error": "\(error)"])
    }
    let (facts, events, effects) = session.takeBatch()
    if !facts.isEmpty {
      if let failure = await commit(facts) {
        for finish in finishers { finish(failure) }
        return
      }
      counters.committed(facts: facts.count, requests: batch.count)
    }
    // Effects first: whoever gets a result finds its dispatch there already.
    for effect in effects { release(effect) }
    if !events.isEmpty {
      hub.publish(events)
      onEvents?(events)
    }
    tellKeys()
    for finish in finishers { finish(nil) }
    saveIfDue()
  }

  private func takeBatch() -> [Ticket] {
    guard inbox.count > pace.batchLimit else {
      defer { inbox = [] }
      return inbox
    }
    defer { inbox.removeFirst(pace.batchLimit) }
    return Array(inbox.prefix(pace.batchLimit))
  }

  private func commit(_ facts: [Fact]) async -> ShellError? {
    if let trouble {
      // Work that changes something slipped in with a read while the log is out of order: it never happened.
      await rebuild(after: trouble.error)
      return trouble.error
    }
    var records: [[UInt8]] = []
    records.reserveCapacity(facts.count)
    for fact in facts {
      writer.removeAll()
      FactCodec.encode(fact, into: &writer)
      records.append(writer.bytes)
    }
    let start = LogPosition(session.state.position - UInt64(facts.count))
    do {
      let began = ContinuousClock.now
      try await log.append(records, expecting: start)
      counters.commitTimes.observe(ContinuousClock.now - began)
      return nil
    } catch {
      logger.error("a commit failed", metadata: ["error": "\(error)", "facts": "\(facts.count)"])
      if case .positionConflict = error {
        trouble = Trouble(error: .notLeading, since: clock.now)
        onFenced?()
        return .notLeading
      }
      let failure = ShellError.logUnavailable("\(error)")
      trouble = Trouble(error: failure, since: clock.now)
      await rebuild(after: failure)
      return failure
    }
  }

  /// Makes the state again from what the log says, and tries until it can; the first try is at once.
  private func rebuild(after failure: ShellError) async {
    do {
      let engine = session.state.orchestrator.engine.configuration
      // It may have learned from facts that the log never got: it learns again from those that it has.
      var policy = session.state.orchestrator.policy
      try policy.restore([])
      let state = try await ShellState.recover(from: log, configuration: engine, policy: policy).state
      session = Session(state, now: clock.now)
      // The next request finds out whether the log can be written again: one a second, not all of them.
      retryLater { [self] in await reopen() }
    } catch {
      trouble?.error = .logUnavailable("\(error)")
      retryLater { [self] in await rebuildAgain() }
    }
  }

  private func rebuildAgain() async {
    guard let trouble, !isDraining else { return retryLater { [self] in await rebuildAgain() } }
    isDraining = true
    await rebuild(after: trouble.error)
    isDraining = false
    if !inbox.isEmpty { wake() }
  }

  private func reopen() {
    guard let trouble, !isStopped else { return }
    if case .notLeading = trouble.error { return }
    self.trouble = nil
    wake()
  }

  private func retryLater(_ body: @escaping @Sendable () async -> Void) {
    Swift.Task {
      try? await Swift.Task.sleep(for: .seconds(1))
      await body()
    }
  }

  // MARK: Effects

  private func release(_ effect: Effect) {
    switch effect {
    case .dispatch(let dispatch):
      guard let work = session.work(dispatch) else { return }
      driver(of: work.task, work.agent)?.dispatch(work)
    case .recall(let lease, let task, let agent):
      driver(of: task, agent)?.recall(lease, of: task, from: agent)
    case .answer: break
    }
  }

  private func driver(of task: TaskID, _ agent: AgentID) -> (any AgentDriver)? {
    let tasks = session.state.orchestrator.engine.tasks
    if let row = tasks.row(of: task), tasks.specs[row].payload == Self.callerPayload { return callers }
    return drivers[agent] ?? standardDriver
  }

  /// Repeats the dispatch of leases that an agent has not begun: after a crash nobody knows whether it heard.
  public func repeatDispatches() {
    for work in session.waitingWork() { driver(of: work.task, work.agent)?.dispatch(work) }
  }

  // MARK: Timers

  private func setAlarm() {
    guard !isStopped, trouble == nil, let due = session.state.orchestrator.engine.nextDue else { return }
    if let alarm, alarm.due <= due, !alarm.task.isCancelled { return }
    alarm?.task.cancel()
    let wait = max(0, due - clock.now)
    alarm = (
      due,
      Swift.Task { [weak self] in
        guard (try? await Swift.Task.sleep(for: .nanoseconds(wait))) != nil else { return }
        await self?.ring()
      }
    )
  }

  private func ring() {
    alarm = nil
    wake()
  }

  // MARK: Snapshots

  private func saveIfDue() {
    guard session.state.position - lastSnapshot >= pace.snapshotEvery, !isSaving else { return }
    isSaving = true
    let state = session.state
    Swift.Task { await store(state) }
  }

  /// Saves a snapshot of the state as it is between two batches, and drops what is no longer kept.
  public func save() async {
    // Between two batches only: the state must not run ahead of the log.
    while isDraining || isSaving { await Swift.Task.yield() }
    guard trouble == nil else { return }
    isSaving = true
    await store(session.state)
  }

  private func store(_ state: ShellState) async {
    defer { isSaving = false }
    lastSnapshot = state.position
    let bytes = await Swift.Task.detached { state.snapshot() }.value
    do {
      try await log.saveSnapshot(bytes, at: LogPosition(state.position))
      if let position = history.dropPosition(after: state.position, at: clock.now, keep: pace.keep) {
        try await log.dropRecords(before: LogPosition(position))
      }
    } catch {
      logger.warning("a snapshot failed; the log is whole without it", metadata: ["error": "\(error)"])
    }
  }
}
