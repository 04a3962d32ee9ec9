import MusterMath

extension Engine {
  /// Which facts follow from a request at an instant. Changes nothing.
  ///
  /// - Parameter facts: the facts are appended here; on an error nothing is.
  /// - Throws: why the request is refused.
  public func decide(_ request: Request, at instant: Instant, into facts: inout [Fact]) throws(EngineError) {
    let at = clamp(instant)
    switch request {
    case .define(let space, let name): try decideDefine(space, name, at, &facts)
    case .setTenant(let tenant): try decideTenant(tenant, at, &facts)
    case .submit(let task): try decideSubmit(task, at, &facts)
    case .submitAll(let batch): try decideSubmitAll(batch, at, &facts)
    case .askReserve(let id): try decideAskReserve(id, at, &facts)
    case .cancel(let id): try decideCancel(id, at, &facts)
    case .join(let agent): try decideJoin(agent, at, &facts)
    case .change(let agent): try decideChange(agent, at, &facts)
    case .drain(let id): try decideDrain(id, at, &facts)
    case .leave(let id): try decideLeave(id, .asked, at, &facts)
    case .heartbeat(let id): try decideHeartbeat(id, at, &facts)
    case .throttle(let id, let limit): try decideThrottle(id, limit, at, &facts)
    case .assign(let assignment): try decideAssign(assignment, at, &facts)
    case .assignGang(let assignments): try decideAssignGang(assignments, at, &facts)
    case .passOver(let id): try decidePassOver(id, at, &facts)
    case .preempt(let id): try decidePreempt(id, at, &facts)
    case .start(let lease, let id): try decideStart(lease, id, at, &facts)
    case .renew(let lease, let id): try decideRenew(lease, id, at, &facts)
    case .report(let report): try decideReport(report, at, &facts)
    case .feedback(let id, let reward): try decideFeedback(id, reward, at, &facts)
    case .note(let subject, let tag, let bytes): try decideNote(subject, tag, bytes, at, &facts)
    case .tick: decideTick(at, &facts)
    }
  }

  private func decideDefine(_ space: NameSpace, _ name: String, _ at: Instant, _ facts: inout [Fact])
    throws(EngineError)
  {
    if vocabulary.index(of: name, in: space) != nil { return }
    guard !name.isEmpty else { throw .malformed(part: "\(space) name", found: "\"\"", expected: "a name") }
    let index = vocabulary.count(in: space)
    guard index < space.limit else { throw .namesFull(space, limit: space.limit) }
    facts.append(Fact(at: at, .defined(space, index: UInt32(index), name: name)))
  }

  private func decideTenant(_ tenant: Tenant, _ at: Instant, _ facts: inout [Fact]) throws(EngineError) {
    try check(tenant.id)
    guard tenant.weight.isFinite, tenant.weight > 0 else {
      throw .malformed(part: "tenant weight", found: "\(tenant.weight)", expected: "a number above 0")
    }
    guard tenant.budget >= 0 else {
      throw .malformed(part: "tenant budget", found: "\(tenant.budget)", expected: "micro-dollars >= 0")
    }
    guard tenant.floor >= 0 else {
      throw .malformed(part: "tenant floor", found: "\(tenant.floor)", expected: "a number of tasks >= 0")
    }
    facts.append(Fact(at: at, .tenantSet(tenant)))
  }

  private func decideFeedback(_ id: TaskID, _ reward: Double, _ at: Instant, _ facts: inout [Fact])
    throws(EngineError)
  {
    let row = try taskRow(id)
    guard reward.isFinite else {
      throw .malformed(part: "reward", found: "\(reward)", expected: "a finite number")
    }
    guard tasks.records[row].agent >= 0 else {
      throw .malformed(
        part: "feedback", found: "task \(id), never leased", expected: "a task that some agent did")
    }
    facts.append(Fact(at: at, .feedback(id, reward: reward)))
  }

  /// The most bytes of a note: the record of its fact stays far below what a log can hold.
  public static let noteLimit = 16 << 20

  private func decideNote(
    _ subject: UInt64, _ tag: UInt8, _ bytes: [UInt8], _ at: Instant, _ facts: inout [Fact]
  ) throws(EngineError) {
    guard bytes.count <= Engine.noteLimit else {
      throw .malformed(
        part: "note", found: "\(bytes.count) bytes", expected: "at most \(Engine.noteLimit)")
    }
    facts.append(Fact(at: at, .noted(subject: subject, tag: tag, bytes: bytes)))
  }

  func check(_ id: TenantID) throws(EngineError) {
    guard Int(id.rawValue) < NameSpace.tenant.limit else {
      throw .malformed(part: "tenant", found: "\(id)", expected: "an index below \(NameSpace.tenant.limit)")
    }
  }

  func taskRow(_ id: TaskID) throws(EngineError) -> Int {
    guard let row = tasks.row(of: id) else { throw .unknownTask(id) }
    return row
  }

  func agentRow(_ id: AgentID) throws(EngineError) -> Int {
    guard let row = pool.row(of: id) else { throw .unknownAgent(id) }
    return row
  }
}
