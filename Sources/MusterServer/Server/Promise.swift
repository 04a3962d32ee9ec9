import Synchronization

/// A value that is set once and read later, on whatever thread.
final class Promise<Value: Sendable>: Sendable {
  private let box = Mutex<Value?>(nil)

  /// The value, if it is there.
  var value: Value? { box.withLock { $0 } }

  func fulfil(_ value: Value) { box.withLock { $0 = value } }
}
