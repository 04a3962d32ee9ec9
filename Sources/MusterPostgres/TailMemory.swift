import Synchronization

/// What a writer remembers of the log's end from one append to the next, so that an append is one round trip.
final class TailMemory: Sendable {
  private struct State {
    var known: Tail?
    var doubts = 0
    var settled = 0
  }

  private let state = Mutex(State())

  /// The end that this log saw last. It stays through a lost connection: should the server come back with
  /// another history that is just as long, the next append will show it.
  var known: Tail? {
    get { state.withLock(\.known) }
    set { state.withLock { $0.known = newValue } }
  }

  /// Notes that an append may or may not land.
  func doubt() { state.withLock { $0.doubts += 1 } }

  /// Makes sure that what may land has landed or never will.
  func settle(_ session: Session) throws {
    let doubts = state.withLock { $0.doubts > $0.settled ? $0.doubts : nil }
    guard let doubts else { return }
    _ = try Tail.settle(session)
    state.withLock { $0.settled = max($0.settled, doubts) }
  }
}
