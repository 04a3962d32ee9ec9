import MusterMath

/// The primary state of an engine, in the order of the snapshot.
extension Engine {
  func encode(into writer: inout ByteWriter) {
    configuration.encode(into: &writer)
    vocabulary.encode(into: &writer)
    writer.varint(UInt64(tenants.count))
    for row in 0..<tenants.count {
      tenants.terms[row].encode(into: &writer)
      writer.zigzag(tenants.spent[row])
      writer.zigzag(Int64(tenants.terms[row].floor))
    }
    writer.varint(UInt64(pool.count))
    for row in 0..<pool.count {
      pool.agents[row].encode(into: &writer)
      writer.byte(pool.status[row].rawValue)
      writer.varint(pool.lastLease[row])
      writer.zigzag(pool.spent[row])
      writer.instant(pool.lastSeen[row])
      writer.slots(pool.allowance[row])
    }
    writer.varint(UInt64(tasks.records.count))
    for row in tasks.records.indices {
      writer.bool(!tasks.isFree[row])
      if tasks.isFree[row] { continue }
      tasks.specs[row].encode(into: &writer)
      tasks.records[row].encode(into: &writer)
      tasks.failedAgents(of: row).encode(into: &writer)
      tasks.ballot(of: row)?.encode(into: &writer)
    }
    writer.varint(UInt64(tasks.freeRows.count))
    for row in tasks.freeRows { writer.varint(UInt64(UInt32(bitPattern: row))) }
    totals.encode(into: &writer)
    writer.instant(now)
    writer.varint(nextLease)
    writer.varint(nextDecision)
    writer.varint(readySequence)
    writer.varint(endSequence)
    writer.fixed64(stateHash())
  }

  /// Reads the primary state into an engine that is new; the rest is for ``rebuild()``.
  /// - Parameter version: of the snapshot; what an older one does not have is as if nobody had asked for it.
  /// - Returns: the hash that the state had.
  mutating func decode(from reader: inout CodecReader, version: UInt32) throws(CodecError) -> UInt64 {
    configuration = try EngineConfiguration(from: &reader, version: version)
    vocabulary = try Vocabulary(from: &reader)
    for _ in 0..<(try reader.count("tenants")) {
      tenants.append(try Tenant(from: &reader))
      tenants.spent[tenants.count - 1] = try reader.zigzag("tenant spent")
      if version >= 2 { tenants.setFloor(tenants.count - 1, try reader.signed("tenant floor")) }
    }
    for _ in 0..<(try reader.count("agents")) {
      let row = pool.append(try Agent(from: &reader), seed: configuration.seed)
      pool.status[row] = try reader.oneOf("agent status")
      pool.lastLease[row] = try reader.varint("latest lease")
      pool.spent[row] = try reader.zigzag("agent spent")
      pool.lastSeen[row] = try reader.instant("last seen")
      if version >= 2 { pool.allowance[row] = try reader.slots("throttle") }
      firstOnAgent.append(-1)
    }
    for _ in 0..<(try reader.count("tasks")) {
      if try reader.bool("whether the row is taken") {
        tasks.append(try Task(from: &reader), try TaskRecord(from: &reader, version: version))
        if version >= 2 {
          tasks.setFailedAgents(of: tasks.records.count - 1, try FailedAgents(from: &reader))
        }
        if let ask = tasks.specs[tasks.specs.count - 1].ask {
          tasks.openBallot(of: tasks.records.count - 1, try Ballot(ask.rule, from: &reader))
        }
      } else {
        tasks.appendFree()
      }
    }
    for _ in 0..<(try reader.count("free rows")) {
      let row: UInt32 = try reader.unsigned("free row")
      tasks.freeRows.append(Int32(bitPattern: row))
    }
    totals = try Totals(from: &reader)
    now = try reader.instant("time of the latest fact")
    nextLease = try reader.varint("next lease")
    nextDecision = try reader.varint("next decision")
    readySequence = try reader.varint("ready sequence")
    endSequence = try reader.varint("end sequence")
    let hash = try reader.fixed64("hash of the state")
    try reader.expectEnd("the content")
    return hash
  }
}

extension TaskTable {
  fileprivate mutating func append(_ task: Task, _ record: TaskRecord) {
    specs.append(task)
    digests.append(task.digest)
    records.append(record)
    dependents.append([])
    isFree.append(false)
  }

  fileprivate mutating func appendFree() {
    specs.append(TaskTable.vacancy)
    digests.append(0)
    records.append(TaskRecord())
    dependents.append([])
    isFree.append(true)
  }
}

extension TaskRecord {
  func encode(into writer: inout ByteWriter) {
    writer.byte(status.rawValue)
    writer.byte(reason.rawValue)
    writer.zigzag(Int64(failures))
    writer.zigzag(Int64(pending))
    writer.varint(submission)
    writer.instant(submittedAt)
    writer.instant(readySince)
    writer.instant(wakeAt)
    writer.varint(readySequence)
    writer.identifier(lease)
    writer.zigzag(Int64(agent))
    writer.varint(UInt64(devices))
    writer.instant(leasedAt)
    writer.instant(until)
    writer.zigzag(reserve)
    writer.zigzag(spent)
    writer.identifier(decision)
    writer.number(propensity)
    writer.number(reward)
    writer.instant(endedAt)
    writer.varint(endSequence)
    writer.number(effort)
    allowance.encode(into: &writer)
    writer.identifier(calledOff)
  }

  init(from reader: inout CodecReader, version: UInt32) throws(CodecError) {
    self.init()
    status = try reader.oneOf("task status")
    reason = try reader.oneOf("end reason")
    failures = try reader.signed("failures")
    pending = try reader.signed("pending dependencies")
    submission = try reader.varint("order of submission")
    submittedAt = try reader.instant("instant of submission")
    readySince = try reader.instant("ready since")
    wakeAt = try reader.instant("instant of the next try")
    readySequence = try reader.varint("order of becoming ready")
    lease = try reader.identifier("lease")
    agent = try reader.signed("agent row")
    devices = try reader.unsigned("device mask")
    leasedAt = try reader.instant("instant of the lease")
    until = try reader.instant("end of the term")
    reserve = try reader.zigzag("reserve")
    spent = try reader.zigzag("task spent")
    decision = try reader.identifier("decision")
    propensity = try reader.number("propensity")
    reward = try reader.number("reward")
    endedAt = try reader.instant("instant of the end")
    endSequence = try reader.varint("order of ending")
    guard version >= 3 else { return }
    effort = try reader.number("effort")
    allowance = try Allowance(from: &reader)
    if version >= 5 { calledOff = try reader.identifier("lease that was called off") }
  }
}

extension FailedAgents {
  func encode(into writer: inout ByteWriter) {
    writer.varint(UInt64(count))
    for row in rows { writer.varint(UInt64(UInt32(bitPattern: row))) }
  }

  init(from reader: inout CodecReader) throws(CodecError) {
    self.init()
    let at = reader.offset
    let count = try reader.count("agents that failed the task")
    for _ in 0..<count {
      let row: UInt32 = try reader.unsigned("agent that failed the task")
      add(Int32(bitPattern: row))
    }
    guard self.count == count else {
      throw CodecError(
        offset: at, found: "\(count)", expected: "at most \(FailedAgents.limit) agents, each once")
    }
  }
}

extension Totals {
  func encode(into writer: inout ByteWriter) {
    writer.varint(facts)
    writer.varint(submitted)
    for end in End.allCases { writer.varint(ended(end)) }
    writer.varint(leases)
    writer.varint(revocations)
    writer.varint(preemptions)
    writer.varint(ignoredReports)
    writer.zigzag(spent)
    writer.zigzag(overrun)
    writer.number(movedMiB)
  }

  init(from reader: inout CodecReader) throws(CodecError) {
    self.init()
    facts = try reader.varint("total of facts")
    submitted = try reader.varint("total submitted")
    for end in End.allCases { ended[Int(end.rawValue)] = try reader.varint("total ended") }
    leases = try reader.varint("total of leases")
    revocations = try reader.varint("total of revocations")
    preemptions = try reader.varint("total of preemptions")
    ignoredReports = try reader.varint("total of ignored reports")
    spent = try reader.zigzag("total spent")
    overrun = try reader.zigzag("total overrun")
    movedMiB = try reader.number("total moved")
  }
}
