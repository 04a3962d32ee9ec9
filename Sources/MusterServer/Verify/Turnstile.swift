import MusterCore
import Synchronization

/// Lets so many pass at once; the others wait their turn, first come, first served.
final class Turnstile: Sendable {
  private struct State {
    var free: Int
    var next: UInt64 = 0
    /// Those on their way to the queue; who gives up on the way is taken out.
    var coming: Set<UInt64> = []
    var queue: [(number: UInt64, turn: CheckedContinuation<Bool, Never>)] = []
  }

  private let state: Mutex<State>

  /// - Parameter limit: at least 1.
  init(limit: Int) { state = Mutex(State(free: max(limit, 1))) }

  /// Waits for a turn. Whoever got one has to ``leave()``.
  /// - Parameter patience: how long to wait at most.
  /// - Returns: false where none came in time, and where the task that waits is cancelled.
  func enter(within patience: Nanoseconds) async -> Bool {
    let number = state.withLock { state -> UInt64? in
      if state.free > 0 {
        state.free -= 1
        return nil
      }
      state.next += 1
      state.coming.insert(state.next)
      return state.next
    }
    guard let number else { return true }
    let timer =
      patience == .max
      ? nil
      : Swift.Task {
        if (try? await Swift.Task.sleep(for: .nanoseconds(max(patience, 0)))) != nil { self.giveUp(number) }
      }
    defer { timer?.cancel() }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { turn in
        let isLet = state.withLock { state -> Bool? in
          guard state.coming.remove(number) != nil else { return false }
          if state.free > 0 {
            state.free -= 1
            return true
          }
          state.queue.append((number, turn))
          return nil
        }
        if let isLet { turn.resume(returning: isLet) }
      }
    } onCancel: {
      giveUp(number)
    }
  }

  /// Gives the turn to the first in the queue.
  func leave() {
    let turn = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      if state.queue.isEmpty {
        state.free += 1
        return nil
      }
      return state.queue.removeFirst().turn
    }
    turn?.resume(returning: true)
  }

  /// Takes one out of the queue, or off the way there. One that has its turn keeps it.
  private func giveUp(_ number: UInt64) {
    let turn = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      state.coming.remove(number)
      return state.queue.firstIndex { $0.number == number }.map { state.queue.remove(at: $0).turn }
    }
    turn?.resume(returning: false)
  }
}
