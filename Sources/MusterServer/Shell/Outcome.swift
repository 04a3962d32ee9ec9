import Synchronization

/// What became of work that was handed in, once it is done.
final class Outcome<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, any Error>?>(nil)

  func set(_ result: Result<Value, any Error>) { self.result.withLock { $0 = result } }

  /// - Throws: what the work threw; ``ShellError/draining`` if it was never done.
  func get() throws -> Value {
    guard let result = result.withLock(\.self) else { throw ShellError.draining }
    return try result.get()
  }
}
