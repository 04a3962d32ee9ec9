import MusterMath

extension InvariantCheck {
  /// Counts the entries of the queue by task row, and the queue's own counts against them.
  func checkQueue() {
    var live = 0
    var lastPriority: Int16?
    for level in engine.queue.levels {
      let place = "queue, priority \(level.priority)"
      if let lastPriority {
        expect(
          level.priority < lastPriority, .queueCounts, place, found: "behind \(lastPriority)",
          expected: "levels from high to low")
      }
      lastPriority = level.priority
      var ofLevel = 0
      for line in level.lines {
        let ofLine = checkLine(line, level.priority, place)
        ofLevel += ofLine
      }
      expectEqual(level.live, ofLevel, .queueCounts, place + ", live")
      live += ofLevel
    }
    expectEqual(engine.queue.live, live, .queueCounts, "queue, live")
  }

  /// - Returns: how many entries stand for a task.
  private func checkLine(_ line: ReadyQueue.Line, _ priority: Int16, _ place: String) -> Int {
    var live = 0
    var impatient = 0
    var last: UInt64 = 0
    let place = place + ", tenant \(line.tenant), shape \(line.shape)"
    for entry in line.entries[min(line.head, line.entries.count)...] {
      let row = Int(entry.row)
      let record = engine.tasks.records[row]
      guard entry.isLive(in: engine.tasks.records) else { continue }
      let spec = engine.tasks.specs[row]
      live += 1
      if spec.patience == 0 { impatient += 1 }
      queueEntries[row] &+= 1
      let isPlaced =
        spec.priority == priority && spec.tenant.rawValue == UInt32(bitPattern: line.tenant)
        && record.shape == line.shape
      expect(
        isPlaced, .queueCounts, place, found: "task \(spec.id) of another line", expected: "tasks of one kind"
      )
      expect(
        entry.sequence > last, .queueCounts, place, found: "\(entry.sequence) behind \(last)",
        expected: "first come first")
      last = entry.sequence
    }
    expectEqual(line.live, live, .queueCounts, place + ", live")
    expectEqual(line.impatient, impatient, .queueCounts, place + ", impatient")
    return live
  }

  /// The ended tasks that are kept, and that each ended once.
  func checkEnds() {
    let tasks = engine.tasks
    var last: UInt64 = 0
    var kept = 0
    for row in tasks.endedRows[min(tasks.endedHead, tasks.endedRows.count)...] {
      let row = Int(row)
      kept += 1
      let place = "task \(tasks.specs[row].id)"
      let record = tasks.records[row]
      expect(
        !tasks.isFree[row] && record.status.isEnded, .endedOnce, place,
        found: "\(record.status) among the ended",
        expected: "an end")
      expect(
        record.endSequence > last && record.endSequence <= engine.endSequence, .endedOnce,
        place + ", order of ending", found: "\(record.endSequence)",
        expected: "above \(last), at most \(engine.endSequence)")
      last = record.endSequence
    }
    let ended = tasks.occupiedRows.reduce(0) { $0 + (tasks.records[$1].status.isEnded ? 1 : 0) }
    expectEqual(kept, ended, .endedOnce, "count of ended tasks that are kept")
    expect(
      kept <= max(engine.configuration.retention, 0), .endedOnce, "count of ended tasks that are kept",
      found: "\(kept)", expected: "at most \(engine.configuration.retention)")
  }

  func checkIndices() {
    let tasks = engine.tasks
    var leases = RowIndex()
    var pending = 0
    var waiting = 0
    var keyed = 0
    for row in tasks.occupiedRows {
      let spec = tasks.specs[row]
      let record = tasks.records[row]
      if let key = spec.idempotencyKey {
        keyed += 1
        expectEqual(
          engine.keys[Engine.scopedKey(key, spec.tenant)], spec.id, .indexAgrees, "key of task \(spec.id)")
      }
      if record.status.holdsLease {
        expect(
          record.lease.rawValue < engine.nextLease && leases.insert(record.lease.rawValue, Int32(row)) == nil,
          .leasesUnique, "task \(spec.id)", found: "lease \(record.lease)",
          expected: "a lease of its own below \(engine.nextLease)")
      }
      if record.status.isEnded { continue }
      pending += Int(record.pending)
      for dependent in tasks.dependents[row] {
        guard let other = tasks.row(of: dependent), !tasks.records[other].status.isEnded else { continue }
        waiting += 1
        expect(
          tasks.specs[other].dependencies.contains(spec.id), .indexAgrees, "dependents of task \(spec.id)",
          found: "task \(dependent)", expected: "tasks that depend on it")
      }
    }
    expectEqual(waiting, pending, .dependenciesHold, "entries of dependents, against pending dependencies")
    expectEqual(engine.keys.count, keyed, .indexAgrees, "count of idempotency keys")
    checkPoolTotals()
    checkOpenings()
    checkOrder()
    checkDisplaceable()
    for row in tasks.freeRows {
      expect(
        row >= 0 && Int(row) < tasks.isFree.count && tasks.isFree[Int(row)], .indexAgrees, "free rows",
        found: "row \(row)", expected: "a free row")
    }
    let failing = tasks.occupiedRows.reduce(0) { $0 + (tasks.records[$1].failedSlot >= 0 ? 1 : 0) }
    expectEqual(
      failing, tasks.failedAgents.count - tasks.freeFailedSlots.count, .indexAgrees,
      "lists of agents that failed a task")
    let free = tasks.isFree.reduce(0) { $0 + ($1 ? 1 : 0) }
    expectEqual(tasks.freeRows.count, free, .indexAgrees, "count of free rows")
  }

  /// Every kept task once, in the order of submission.
  private func checkOrder() {
    let entries = engine.tasks.order.entries
    var last: UInt64 = 0
    var live = 0
    for entry in entries {
      expect(
        entry.submission > last, .indexAgrees, "order of submission", found: "\(entry.submission)",
        expected: "above \(last)")
      last = entry.submission
      if entry.isLive(in: engine.tasks) { live += 1 }
    }
    expectEqual(
      live, engine.tasks.records.count - engine.tasks.freeRows.count, .indexAgrees,
      "tasks in the order of submission")
  }

  private func checkDisplaceable() {
    var counts = PriorityCounts()
    for row in engine.tasks.occupiedRows where engine.tasks.records[row].status.holdsLease {
      if engine.isDisplaceable(row) { counts.add(engine.tasks.specs[row].priority) }
    }
    expectEqual(engine.displaceable, counts, .indexAgrees, "leases by priority")
  }

  /// A shape that is thought to find no room finds none.
  private func checkOpenings() {
    let pool = engine.pool
    for shape in engine.openings.shutShapes {
      let demand = engine.shapes.demands[Int(shape)]
      for agent in 0..<pool.count {
        expect(
          !pool.admits(demand, at: agent), .indexAgrees, "shape \(shape), thought to find no room",
          found: "room on agent \(pool.agents[agent].id)", expected: "none")
      }
    }
  }

  private func checkPoolTotals() {
    let pool = engine.pool
    var capacity = Resources.zero
    var deviceMilli: Int64 = 0
    var active = 0
    for row in 0..<pool.count where pool.status[row] != .left {
      capacity += pool.agents[row].capacity
      deviceMilli += Int64(pool.agents[row].deviceCount) * Int64(Devices.whole)
      if pool.status[row] == .active { active += 1 }
    }
    expectEqual(pool.totalCapacity, capacity, .capacityAddsUp, "capacity of the pool")
    expectEqual(pool.totalDeviceMilli, deviceMilli, .capacityAddsUp, "devices of the pool")
    expectEqual(pool.activeCount, active, .indexAgrees, "count of active agents")
  }
}
