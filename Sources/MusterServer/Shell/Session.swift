import MusterCore

/// What a piece of work on the state sees: the state as all facts so far made it, and the time.
///
/// Facts that it makes are durable before its result leaves the shell.
public struct Session {
  public private(set) var state: ShellState
  public internal(set) var now: Instant
  /// Facts of the batch under way.
  private(set) var facts: [Fact] = []
  /// Events of the batch under way, as callers see them.
  private(set) var events: [(TaskID, TaskEvent)] = []
  /// Whether something happened that may let a task be placed.
  private var mayAllocate = false

  init(_ state: ShellState, now: Instant) {
    self.state = state
    self.now = now
  }

  /// The number for the next task: beyond those of all tasks so far and of all runs that they may still ask for.
  public var nextTask: UInt64 { state.nextTask }

  /// Has the engine decide a request and takes the facts in.
  /// - Throws: why it is refused; nothing has changed then.
  public mutating func handle(_ request: Request) throws(EngineError) {
    let first = facts.count
    try state.orchestrator.handle(request, at: now, into: &facts)
    takeIn(from: first)
  }

  /// The index of a name, which is made known if it is not.
  public mutating func intern(_ name: String, in space: NameSpace) throws(EngineError) -> UInt32 {
    if let known = state.orchestrator.engine.vocabulary.index(of: name, in: space) { return known }
    try handle(.define(space, name))
    guard let index = state.orchestrator.engine.vocabulary.index(of: name, in: space) else {
      throw .namesFull(space, limit: space.limit)
    }
    return index
  }

  /// Settles the timers that are due.
  mutating func advance() throws(EngineError) {
    let first = facts.count
    try state.orchestrator.advance(to: now, into: &facts)
    takeIn(from: first)
  }

  /// Places what can be placed.
  mutating func allocate() throws(EngineError) {
    guard mayAllocate else { return }
    mayAllocate = false
    let first = facts.count
    try state.orchestrator.allocate(at: now, into: &facts)
    takeIn(from: first)
    mayAllocate = false
  }

  /// Ends the batch.
  /// - Returns: its facts, its events and the effects to release once the facts are durable.
  mutating func takeBatch() -> (facts: [Fact], events: [(TaskID, TaskEvent)], effects: [Effect]) {
    defer {
      facts.removeAll(keepingCapacity: true)
      events.removeAll(keepingCapacity: true)
    }
    return (facts, events, state.orchestrator.takeEffects())
  }

  private mutating func takeIn(from first: Int) {
    guard facts.count > first else { return }
    var bills: [Report] = []
    for index in first..<facts.count {
      if let bill = state.annex.bill(facts[index]) { bills.append(bill) }
      if let event = state.note(facts[index]) { events.append(event) }
    }
    mayAllocate = true
    // Of a run that is not kept after its end nothing is left to be charged.
    for bill in bills { try? handle(.report(bill)) }
  }
}
