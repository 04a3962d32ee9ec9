import Dispatch
import Foundation
import Synchronization

/// Hears SIGTERM and SIGINT instead of ending by them.
final class StopSignals: Sendable {
  private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

  /// - Parameter heard: told how many there were so far, this one included.
  init(_ heard: @escaping @Sendable (Int) -> Void) {
    let count = Count()
    sources = [SIGTERM, SIGINT].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { heard(count.next()) }
      source.resume()
      return source
    }
  }

  func cancel() { for source in sources { source.cancel() } }
}

private final class Count: Sendable {
  private let number = Atomic(0)
  func next() -> Int { number.add(1, ordering: .relaxed).newValue }
}
