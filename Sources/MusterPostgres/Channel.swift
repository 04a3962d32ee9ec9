import Dispatch
import MusterStore
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A connection that comes back: one session at a time, on a queue of its own, made anew where it was lost.
final class Channel: Sendable {
  /// The log for people, without the password.
  let place: String

  private let address: ServerAddress
  private let settings: String
  private let queue = DispatchQueue(label: "MusterPostgres")
  private let state = Mutex(State())

  private struct State {
    var session: Session?
    var hasConnected = false
    var isClosed = false
  }

  init(_ address: ServerAddress, place: String, settings: String) {
    self.address = address
    self.place = place
    self.settings = settings
  }

  /// Runs the body with a session, in turn, connecting where there is no connection.
  ///
  /// A body that meets a lost connection is run once more, with a new session: it throws a `LogError` where
  /// that would be wrong. Whatever transaction it leaves open is rolled back.
  func perform<Value: Sendable>(
    _ operation: String, _ body: @escaping @Sendable (Session) throws -> Value
  ) async throws(LogError) -> Value {
    let result: Result<Value, LogError> = await inTurn { state in
      var isFirst = true
      while true {
        do {
          return .success(try body(try self.connected(&state, operation)))
        } catch {
          if state.session?.rollBack() == false { state.session = nil }
          if isFirst, (error as? SessionFailure)?.lost == true {
            isFirst = false
            continue
          }
          return .failure(LogError(error, place: self.place, operation: operation))
        }
      }
    }
    return try result.get()
  }

  /// Runs the body with the session that there is; nil if there is none, or it is of no use any more.
  func performIfConnected<Value: Sendable>(
    _ body: @escaping @Sendable (Session) throws -> Value
  ) async -> Value? {
    await inTurn { state in
      guard let session = state.session else { return nil }
      if session.isAlive, let value = try? body(session), session.rollBack() { return value }
      state.session = nil
      return nil
    }
  }

  /// Closes the connection once all that was begun has ended. Waits for it; nothing can be performed
  /// afterwards.
  func close() {
    queue.sync {
      state.withLock {
        $0.session = nil
        $0.isClosed = true
      }
    }
  }

  private func inTurn<Value: Sendable>(_ body: @escaping @Sendable (inout State) -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      queue.async {
        continuation.resume(returning: self.state.withLock { body(&$0) })
      }
    }
  }

  /// The session, or a new one after a few tries.
  private func connected(_ state: inout State, _ operation: String) throws(LogError) -> Session {
    guard !state.isClosed else {
      throw .storage(file: place, operation: operation, found: "a closed log")
    }
    if let session = state.session, session.isAlive { return session }
    state.session = nil
    // A server that was there a moment ago may be restarting. One that never was is more likely misspelled.
    var delays = state.hasConnected ? Self.delays[...] : []
    while true {
      do {
        let session = try Session(address, settings: settings)
        state.session = session
        state.hasConnected = true
        return session
      } catch {
        guard let delay = delays.popFirst() else {
          throw .unreachable(server: place, found: error.found)
        }
        usleep(delay)
      }
    }
  }

  /// How long to wait after each failed try to reconnect, in microseconds: 1.5 seconds in all.
  private static let delays: [UInt32] = [25_000, 50_000, 100_000, 200_000, 400_000, 800_000]
}
