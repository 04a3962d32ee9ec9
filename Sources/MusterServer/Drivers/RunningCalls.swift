import MusterCore
import Synchronization

/// Work under way by its lease, so that it can be ended when the lease is taken back.
final class RunningCalls: Sendable {
  private let running = Mutex<[LeaseID: Swift.Task<Void, Never>]>([:])

  func start(_ lease: LeaseID, _ work: @escaping @Sendable () async -> Void) {
    running.withLock { running in
      running[lease] = Swift.Task {
        await work()
        self.running.withLock { $0[lease] = nil }
      }
    }
  }

  func cancel(_ lease: LeaseID) {
    running.withLock { $0.removeValue(forKey: lease) }?.cancel()
  }
}
