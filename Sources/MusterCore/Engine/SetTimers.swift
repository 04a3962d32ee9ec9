/// Where timers are set: as facts are taken in, and again from the records after recovery. When each falls due
/// follows from what the state keeps, so both ways give the same timers.
extension Engine {
  mutating func setDeadline(_ row: Int) {
    let deadline = tasks.specs[row].deadline
    guard deadline != .never else { return }
    timers.add(Timer(due: deadline, kind: .deadline, id: tasks.specs[row].id.rawValue, stamp: 0))
  }

  mutating func setRetry(_ row: Int) {
    timers.add(
      Timer(
        due: tasks.records[row].wakeAt, kind: .retry, id: tasks.specs[row].id.rawValue,
        stamp: UInt64(bitPattern: Int64(tasks.records[row].failures))))
  }

  mutating func setPatience(_ row: Int) {
    let patience = tasks.specs[row].patience
    guard patience > 0, patience != Task.forever else { return }
    timers.add(
      Timer(
        due: tasks.records[row].readySince + patience, kind: .patience, id: tasks.specs[row].id.rawValue,
        stamp: tasks.records[row].readySequence))
  }

  mutating func setLapse(_ row: Int) {
    let until = tasks.records[row].until
    guard until != .never else { return }
    timers.add(
      Timer(
        due: until, kind: .lapse, id: tasks.specs[row].id.rawValue,
        stamp: UInt64(bitPattern: until.nanoseconds)))
  }

  mutating func setSilence(_ agent: Int) {
    guard configuration.suspectAfter != Task.forever, pool.status[agent] != .left,
      pool.agents[agent].isWatched
    else { return }
    // Only an active agent is suspected first: one that drains takes no more work as it is.
    let isActive = pool.status[agent] == .active
    let patience = isActive ? 0 : configuration.leaveAfter
    guard patience != Task.forever else { return }
    timers.add(
      Timer(
        due: pool.lastSeen[agent] + configuration.suspectAfter + patience, kind: .silence,
        id: pool.agents[agent].id.rawValue,
        stamp: Engine.silenceStamp(pool.lastSeen[agent], isActive: isActive)))
  }

  /// A draining agent that holds nothing leaves at once.
  mutating func setDrained(_ agent: Int) {
    guard pool.status[agent] == .draining, pool.inFlight[agent] == 0 else { return }
    // The instant at which it fell idle is not kept: "at once" is before all else that is due.
    timers.add(Timer(due: Instant(.min), kind: .drained, id: pool.agents[agent].id.rawValue, stamp: 0))
  }
}
