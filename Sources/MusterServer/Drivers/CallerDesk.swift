import MusterCore
import Synchronization

/// Hands leases of callers' work to the callers, who wait for them with the work in their hands.
public final class CallerDesk: AgentDriver {
  /// What happens to a caller's task.
  public enum Turn: Sendable {
    case lease(Work)
    /// The lease in hand is no longer good.
    case recalled
    /// The task ended otherwise than by the caller's own report.
    case ended(TaskEvent.Kind)
  }

  private struct Line {
    var turns: [Turn] = []
    var asker: CheckedContinuation<Turn, Never>?
    /// Called when the lease in hand is taken back.
    var onRecall: (@Sendable () -> Void)?
  }

  private let lines = Mutex<[UInt64: Line]>([:])

  public init() {}

  /// Opens a line for a task; before the task is submitted, so that nothing is missed.
  public func open(_ task: TaskID) { lines.withLock { $0[task.rawValue] = Line() } }

  public func close(_ task: TaskID) {
    let asker = lines.withLock { $0.removeValue(forKey: task.rawValue)?.asker }
    asker?.resume(returning: .recalled)
  }

  /// What has happened to the task already and was not taken yet, oldest first.
  func takeNow(_ task: TaskID) -> Turn? {
    lines.withLock { lines in
      guard lines[task.rawValue]?.turns.isEmpty == false else { return nil }
      return lines[task.rawValue]?.turns.removeFirst()
    }
  }

  /// The next that happens to the task. One at a time.
  public func next(_ task: TaskID) async -> Turn {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let turn = lines.withLock { lines -> Turn? in
          guard var line = lines[task.rawValue], !Swift.Task.isCancelled else { return .recalled }
          if !line.turns.isEmpty {
            let turn = line.turns.removeFirst()
            lines[task.rawValue] = line
            return turn
          }
          line.asker = continuation
          lines[task.rawValue] = line
          return nil
        }
        if let turn { continuation.resume(returning: turn) }
      }
    } onCancel: {
      tell(task, .recalled)
    }
  }

  /// What to call when the lease in hand is taken back; nil for nothing.
  public func whenRecalled(_ task: TaskID, _ action: (@Sendable () -> Void)?) {
    lines.withLock { $0[task.rawValue]?.onRecall = action }
  }

  public func dispatch(_ work: Work) { tell(work.task, .lease(work)) }

  public func recall(_ lease: LeaseID, of task: TaskID, from agent: AgentID) {
    let action = lines.withLock { $0[task.rawValue]?.onRecall }
    action?()
  }

  /// Tells callers whose tasks ended without them: cancelled, expired, rejected.
  public func ended(_ task: TaskID, _ kind: TaskEvent.Kind) { tell(task, .ended(kind)) }

  private func tell(_ task: TaskID, _ turn: Turn) {
    let asker = lines.withLock { lines -> CheckedContinuation<Turn, Never>? in
      guard var line = lines[task.rawValue] else { return nil }
      defer { lines[task.rawValue] = line }
      if let asker = line.asker {
        line.asker = nil
        return asker
      }
      line.turns.append(turn)
      return nil
    }
    asker?.resume(returning: turn)
  }
}
