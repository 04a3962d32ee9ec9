extension Engine {
  /// What follows from the earliest timer that is due, or nothing. A driver sends ticks until one brings no facts:
  /// each is decided on the state that the one before left.
  func decideTick(_ at: Instant, _ facts: inout [Fact]) {
    // Stale timers are cleared as facts are taken in, so that the earliest is always a live one.
    guard let timer = timers.first, timer.due <= at, isLive(timer) else { return }
    switch timer.kind {
    case .deadline: tickDeadline(TaskID(timer.id), at, &facts)
    case .retry: facts.append(Fact(at: at, .retried(TaskID(timer.id))))
    case .patience:
      appendEnd(Ending(task: TaskID(timer.id), end: .rejected, reason: .notPlaced), at, &facts)
    case .lapse: tickLapse(TaskID(timer.id), at, &facts)
    case .silence: tickSilence(AgentID(timer.id), at, &facts)
    case .drained: facts.append(Fact(at: at, .agentLeft(AgentID(timer.id), .asked)))
    }
  }

  private func tickDeadline(_ id: TaskID, _ at: Instant, _ facts: inout [Fact]) {
    guard let row = tasks.row(of: id) else { return }
    // A run expires with its task, whose deadline it has.
    if let parent = tasks.specs[row].ballot { return tickDeadline(parent, at, &facts) }
    appendEnd(
      Ending(task: id, end: .expired, reason: .deadlinePassed, lease: tasks.records[row].lease), at, &facts)
  }

  private func tickLapse(_ id: TaskID, _ at: Instant, _ facts: inout [Fact]) {
    guard let row = tasks.row(of: id) else { return }
    // A task that makes its agents vanish must not do so for ever: a lapse counts as a failed try.
    if Int(tasks.records[row].failures) + 1 >= attempts(row) {
      appendEnd(
        Ending(task: id, end: .failed, reason: .leaseLapsed, lease: tasks.records[row].lease), at, &facts)
    } else {
      appendRevocation(row, .lapsed, at, &facts)
    }
  }

  private func tickSilence(_ id: AgentID, _ at: Instant, _ facts: inout [Fact]) {
    guard let row = pool.row(of: id) else { return }
    if pool.status[row] != .active || configuration.leaveAfter == 0 {
      appendLeave(row, .silent, at, &facts)
    } else {
      facts.append(Fact(at: at, .agentSuspected(id)))
    }
  }

  /// Whether a timer still stands for what it was set for.
  func isLive(_ timer: Timer) -> Bool {
    switch timer.kind {
    case .deadline, .retry, .patience, .lapse:
      guard let row = tasks.row(of: TaskID(timer.id)) else { return false }
      let record = tasks.records[row]
      switch timer.kind {
      case .deadline: return !record.status.isEnded && timer.due == tasks.specs[row].deadline
      case .retry:
        return record.status == .backingOff && timer.stamp == UInt64(bitPattern: Int64(record.failures))
          && timer.due == record.wakeAt
      case .patience: return record.status == .ready && timer.stamp == record.readySequence
      default: return record.status.holdsLease && timer.stamp == UInt64(bitPattern: record.until.nanoseconds)
      }
    case .silence:
      guard let row = pool.row(of: AgentID(timer.id)), pool.status[row] != .left else { return false }
      return timer.stamp == Engine.silenceStamp(pool.lastSeen[row], isActive: pool.status[row] == .active)
    case .drained:
      guard let row = pool.row(of: AgentID(timer.id)) else { return false }
      return pool.status[row] == .draining && pool.inFlight[row] == 0
    }
  }

  static func silenceStamp(_ lastSeen: Instant, isActive: Bool) -> UInt64 {
    UInt64(bitPattern: lastSeen.nanoseconds) << 1 | (isActive ? 0 : 1)
  }
}

extension Engine {
  /// Whether some task waits for a point in time: a deadline, the end of a wait or of a lease. Cost: O(timers).
  public var awaitsTaskTimer: Bool { timers.contains { $0.kind.isOfTask && isLive($0) } }
}
