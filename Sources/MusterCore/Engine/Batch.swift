import MusterMath

extension Engine {
  /// Fills a frame with the next batch of ready tasks and lends it the pool. Between this and
  /// ``reclaim(_:)`` the engine has no pool: do nothing else with it.
  ///
  /// Batches that go on with a round offer what its earlier ones have not: whatever the policy leaves where
  /// it is, everybody's turn comes.
  ///
  /// Tenants with fewer tasks under lease than their floors come first, as a batch of their own. The order is
  /// priority, then the least weighted dominant share (as if the batch's earlier tasks were running
  /// already), then arrival. Tasks for which no agent has room are left out, except those without patience,
  /// which are offered once so that they can be rejected.
  ///
  /// - Parameter continuing: whether the batch goes on with the round of the one before, or starts anew.
  /// - Complexity: O(lines of the highest levels + batch x tenants).
  public mutating func lend(
    to frame: inout Frame, at instant: Instant, mix: DemandMix, continuing: Bool = false
  ) {
    if !continuing { round &+= 1 }
    prepare(&frame, at: instant, mix: mix)
    if tenants.hasFloors { gatherForFloors(into: &frame) }
    if frame.tasks.isEmpty {
      for level in queue.levels.indices where queue.levels[level].live > 0 {
        gather(level, into: &frame)
        if frame.tasks.count >= configuration.batchLimit { break }
      }
    }
    swap(&pool, &frame.pool)
  }

  /// Takes the pool back, with every commitment of the frame undone.
  public mutating func reclaim(_ frame: inout Frame) {
    frame.rollBack(to: 0)
    swap(&pool, &frame.pool)
  }

  private mutating func gather(_ level: Int, into frame: inout Frame) {
    let lineCount = queue.levels[level].lines.count
    // One line with one task is the case of every arrival in an idle pool: no fairness to weigh.
    if queue.levels[level].live == 1 || lineCount == 1 {
      for line in 0..<lineCount where queue.levels[level].lines[line].live > 0 {
        guard rewind(level, line) else { continue }
        while let row = entryRow(level, line), frame.tasks.count < configuration.batchLimit {
          append(row, to: &frame)
          advance(level, line)
        }
      }
      return
    }

    var open: [(tenant: Int, line: Int)] = []
    for line in 0..<lineCount where queue.levels[level].lines[line].live > 0 && rewind(level, line) {
      open.append((Int(queue.levels[level].lines[line].tenant), line))
    }
    gatherFairly(open, of: level, into: &frame)
  }

  /// The open lines of tenants below their floors, and of each as many tasks as are missing there. Until they
  /// have had their turn nobody else has: a batch in which some are left where they are is followed by
  /// another.
  private mutating func gatherForFloors(into frame: inout Frame) {
    var missing: [Int32] = []
    for tenant in 0..<tenants.count { missing.append(tenants.shortfall(tenant)) }
    if missing.allSatisfy({ $0 == 0 }) { return }
    for level in queue.levels.indices where queue.levels[level].live > 0 {
      var open: [(tenant: Int, line: Int)] = []
      for line in queue.levels[level].lines.indices where queue.levels[level].lines[line].live > 0 {
        let tenant = Int(queue.levels[level].lines[line].tenant)
        if missing[tenant] > 0 && rewind(level, line) { open.append((tenant, line)) }
      }
      if open.isEmpty { continue }
      let first = frame.tasks.count
      gatherFairly(open, of: level, into: &frame, atMost: missing)
      for task in first..<frame.tasks.count { missing[Int(frame.tasks[task].tenant.rawValue)] -= 1 }
      if frame.tasks.count >= configuration.batchLimit { return }
    }
  }

  /// Tasks of the open lines of one level, from the tenant with the least share first.
  /// - Parameter limits: how many of each tenant; no limit without it. A gang may go beyond.
  private mutating func gatherFairly(
    _ open: [(tenant: Int, line: Int)], of level: Int, into frame: inout Frame, atMost limits: [Int32]? = nil
  ) {
    // Grouped by tenant in tenant order.
    let open = open.sorted { $0.tenant != $1.tenant ? $0.tenant < $1.tenant : $0.line < $1.line }
    var groups: [TenantGroup] = []
    for (tenant, line) in open {
      if groups.last?.tenant != tenant {
        groups.append(
          TenantGroup(
            tenant: tenant, share: share(of: tenant, .zero, 0), limit: limits.map { $0[tenant] } ?? .max))
      }
      groups[groups.count - 1].lines.append(line)
    }
    for index in groups.indices { refreshHead(&groups[index], level) }

    while frame.tasks.count < configuration.batchLimit {
      var best = -1
      for index in groups.indices where groups[index].headLine >= 0 {
        if best < 0 || groups[index].share < groups[best].share
          || (groups[index].share == groups[best].share
            && groups[index].headSequence < groups[best].headSequence)
        {
          best = index
        }
      }
      guard best >= 0 else { return }
      let line = groups[best].headLine
      guard let row = entryRow(level, line) else { return }
      let first = frame.tasks.count
      append(row, to: &frame)
      for task in first..<frame.tasks.count {
        groups[best].extra += frame.tasks[task].demand.resources
        groups[best].extraDevices += Int64(frame.tasks[task].demand.devices.totalMilli)
      }
      groups[best].share = share(of: groups[best].tenant, groups[best].extra, groups[best].extraDevices)
      advance(level, line)
      refreshHead(&groups[best], level)
      groups[best].limit -= Int32(frame.tasks.count - first)
      if groups[best].limit <= 0 { groups[best].headLine = -1 }
    }
  }

  private struct TenantGroup {
    var tenant: Int
    var share: Double
    /// How many more of its tasks there may be.
    var limit: Int32
    var lines: [Int] = []
    var headLine = -1
    var headSequence: UInt64 = 0
    var extra = Resources.zero
    var extraDevices: Int64 = 0
  }

  /// The tenant's line whose first task has waited longest.
  private func refreshHead(_ group: inout TenantGroup, _ level: Int) {
    group.headLine = -1
    for index in group.lines {
      let line = queue.levels[level].lines[index]
      guard line.cursor < line.entries.count else { continue }
      let sequence = line.entries[line.cursor].sequence
      if group.headLine < 0 || sequence < group.headSequence {
        group.headLine = index
        group.headSequence = sequence
      }
    }
  }

  private func share(of tenant: Int, _ extra: Resources, _ extraDevices: Int64) -> Double {
    tenants.weightedDominantShare(
      tenant, extra: extra, extraDeviceMilli: extraDevices, capacity: pool.totalCapacity,
      deviceCapacity: pool.totalDeviceMilli)
  }

  @inline(__always)
  private func entryRow(_ level: Int, _ line: Int) -> Int? {
    let cursor = queue.levels[level].lines[line].cursor
    let entries = queue.levels[level].lines[line].entries
    return cursor < entries.count ? Int(entries[cursor].row) : nil
  }

  /// Puts the cursor of a line to its next task to offer.
  /// - Returns: whether there is one.
  private mutating func rewind(_ level: Int, _ line: Int) -> Bool {
    let shape = queue.levels[level].lines[line].shape
    // Where work gives way to more important work, a task may ask although nobody has room. In two steps: the right
    // side of `||` would take a copy of the engine with it.
    var isOpen = mayDisplace(
      for: queue.levels[level].priority, of: TenantID(UInt32(queue.levels[level].lines[line].tenant)))
    if !isOpen { isOpen = openings.isOpen(shape, shapes.demands[Int(shape)], pool) }
    // Tasks without patience are offered even so, to be rejected.
    guard isOpen || queue.levels[level].lines[line].impatient > 0 else { return false }
    let records = tasks.records
    let specs = tasks.specs
    queue.rewind(
      level, line, round: round, onlyImpatient: !isOpen, isLive: { $0.isLive(in: records) },
      isOffered: { $0.isLive(in: records) && (isOpen || specs[Int($0.row)].patience == 0) })
    return entryRow(level, line) != nil
  }

  private mutating func advance(_ level: Int, _ line: Int) {
    let records = tasks.records
    if queue.levels[level].lines[line].onlyImpatient {
      let specs = tasks.specs
      queue.advance(level, line) { $0.isLive(in: records) && specs[Int($0.row)].patience == 0 }
    } else {
      queue.advance(level, line) { $0.isLive(in: records) }
    }
  }

  /// Adds a task, or the whole gang that it stands for.
  private mutating func append(_ row: Int, to frame: inout Frame) {
    if let members = gangs.members(of: tasks.specs[row].gang) {
      for member in members {
        if let other = tasks.row(of: member) { appendOne(other, to: &frame) }
      }
    } else {
      appendOne(row, to: &frame)
    }
  }

  func appendOne(_ row: Int, to frame: inout Frame) {
    frame.tasks.append(tasks.specs[row])
    frame.shapes.append(tasks.records[row].shape)
    frame.failures.append(tasks.records[row].failures)
    frame.readySince.append(tasks.records[row].readySince)
    frame.budgetLeft.append(budgetLeft(forTask: row))
    if tasks.records[row].failedSlot >= 0 { frame.setFailed(tasks.failedAgents(of: row)) }
    if tasks.specs[row].ballot != nil { appendSiblings(row, to: &frame) }
  }
}

extension ReadyQueue.Entry {
  /// Whether it still stands for its task.
  @inline(__always)
  func isLive(in records: [TaskRecord]) -> Bool {
    records[Int(row)].status == .ready && records[Int(row)].readySequence == sequence
  }
}
