import MusterCore
import Synchronization

/// Keeps leases for agents that ask for their work, until they do.
public final class PullDesk: AgentDriver {
  private struct Box {
    var waiting: [Work] = []
    /// Those who ask and found nothing yet, longest waiting first.
    var askers: [Asker] = []
  }

  private struct Asker {
    let number: UInt64
    let turn: CheckedContinuation<[Work], Never>
    let timer: Swift.Task<Void, Never>

    func answer(_ work: [Work]) {
      timer.cancel()
      turn.resume(returning: work)
    }
  }

  private struct State {
    var boxes: [AgentID: Box] = [:]
    var next: UInt64 = 0
    var isClosed = false
  }

  private let state = Mutex(State())

  public init() {}

  public func dispatch(_ work: Work) {
    let asker = state.withLock { state -> Asker? in
      if state.boxes[work.agent]?.askers.isEmpty == false {
        return state.boxes[work.agent]?.askers.removeFirst()
      }
      // A dispatch may be repeated: the lease is there once.
      if state.boxes[work.agent]?.waiting.contains(where: { $0.lease == work.lease }) != true {
        state.boxes[work.agent, default: Box()].waiting.append(work)
      }
      return nil
    }
    asker?.answer([work])
  }

  public func recall(_ lease: LeaseID, of task: TaskID, from agent: AgentID) {
    state.withLock { $0.boxes[agent]?.waiting.removeAll { $0.lease == lease } }
  }

  /// Takes work of an agent, waiting for it if there is none.
  /// - Returns: at most `most` leases; none when the wait is over, the caller's task is cancelled or the server stops.
  public func take(_ agent: AgentID, most: Int, wait: Duration) async -> [Work] {
    let (number, ready) = state.withLock { state -> (UInt64, [Work]) in
      state.next += 1
      let waiting = state.boxes[agent]?.waiting ?? []
      let taken = Array(waiting.prefix(most))
      if !taken.isEmpty { state.boxes[agent]?.waiting.removeFirst(taken.count) }
      return (state.next, taken)
    }
    if !ready.isEmpty || wait <= .zero { return ready }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let found = state.withLock { state -> [Work]? in
          if state.isClosed || Swift.Task.isCancelled { return [] }
          let waiting = state.boxes[agent]?.waiting ?? []
          if !waiting.isEmpty {
            let taken = Array(waiting.prefix(most))
            state.boxes[agent]?.waiting.removeFirst(taken.count)
            return taken
          }
          let timer = Swift.Task {
            guard (try? await Swift.Task.sleep(for: wait)) != nil else { return }
            self.dismiss(number, of: agent)
          }
          state.boxes[agent, default: Box()].askers.append(
            Asker(number: number, turn: continuation, timer: timer))
          return nil
        }
        if let found { continuation.resume(returning: found) }
      }
    } onCancel: {
      dismiss(number, of: agent)
    }
  }

  /// Sends everyone who waits away, so that the server can stop.
  public func close() {
    let askers = state.withLock { state in
      state.isClosed = true
      defer { for agent in state.boxes.keys { state.boxes[agent]?.askers = [] } }
      return state.boxes.values.flatMap(\.askers)
    }
    for asker in askers { asker.answer([]) }
  }

  private func dismiss(_ number: UInt64, of agent: AgentID) {
    let asker = state.withLock { state -> Asker? in
      guard let index = state.boxes[agent]?.askers.firstIndex(where: { $0.number == number }) else {
        return nil
      }
      return state.boxes[agent]?.askers.remove(at: index)
    }
    asker?.answer([])
  }
}
