/// How tasks come to the queue, and leave it.
extension Engine {
  /// Puts a task that waits for nothing any more into the queue; a gang when the last of it waits for nothing.
  mutating func makeReady(_ row: Int, _ at: Instant) {
    guard tasks.records[row].status == .submitted, tasks.records[row].pending == 0 else { return }
    // Its runs are placed in its stead.
    if tasks.specs[row].ask != nil { return }
    let gang = tasks.specs[row].gang
    if gang == .none {
      enter(row, at)
      enqueue(row)
      return
    }
    guard let members = gangs.members(of: gang) else { return }
    for member in members {
      guard let other = tasks.row(of: member), tasks.records[other].status == .submitted,
        tasks.records[other].pending == 0
      else { return }
    }
    guard isWhole(gang, members) else { return }
    for (index, member) in members.enumerated() {
      guard let other = tasks.row(of: member) else { continue }
      enter(other, at)
      if index == 0 { enqueue(other) }
    }
  }

  /// Whether every member of a gang has been taken in. Its facts come one by one, each naming the size.
  func isWhole(_ gang: GangID, _ members: [TaskID]) -> Bool {
    guard let first = members.first, let row = tasks.row(of: first) else { return false }
    return tasks.specs[row].gangSize <= members.count || tasks.records[row].readySequence > 0
  }

  mutating func enter(_ row: Int, _ at: Instant) {
    readySequence += 1
    let sequence = readySequence
    withRecord(row) {
      $0.status = .ready
      $0.readySince = at
      $0.readySequence = sequence
    }
    setPatience(row)
  }

  mutating func enqueue(_ row: Int) {
    let record = tasks.records[row]
    queue.add(
      row: Int32(row), sequence: record.readySequence, priority: tasks.specs[row].priority,
      tenant: Int32(tasks.specs[row].tenant.rawValue), shape: record.shape,
      isImpatient: tasks.specs[row].patience == 0)
    tasks.records[row].isQueued = true
  }

  mutating func unqueue(_ row: Int) {
    guard tasks.records[row].isQueued else { return }
    tasks.records[row].isQueued = false
    queue.drop(
      priority: tasks.specs[row].priority, tenant: Int32(tasks.specs[row].tenant.rawValue),
      shape: tasks.records[row].shape, isImpatient: tasks.specs[row].patience == 0)
  }
}
