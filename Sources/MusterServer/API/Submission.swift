import MusterCore

/// What became of a submission.
struct Submitted: Sendable {
  var ids: [TaskID]
  /// False when it is the repeat of an earlier one with the same key.
  var isNew: Bool
}

extension Session {
  /// Submits tasks, all or none; a repeat under the same idempotency key gives the task of the first time.
  /// - Parameter rules: which answers are judged; nil for none.
  mutating func submit(
    _ drafts: [TaskDraft], by identity: Identity, rules: VerifyRules? = nil
  ) throws -> Submitted {
    if drafts.count == 1, let repeated = try repeated(drafts[0], by: identity) {
      return Submitted(ids: [repeated], isNew: false)
    }
    try checkVotes(drafts)
    var next = nextTask
    let ids = drafts.map { draft in
      defer { next += draft.idCount }
      return TaskID(next)
    }
    var gangs: [String: GangID] = [:]
    var tasks: [Task] = []
    for (draft, id) in zip(drafts, ids) {
      var gang = GangID.none
      if let name = draft.gang {
        gang = gangs[name] ?? GangID(id.rawValue)
        gangs[name] = gang
      }
      let tenant = try tenant(of: draft, identity)
      var task = try draft.task(
        id, tenant: TenantID(try intern(tenant, in: .tenant)), gang: gang, batch: ids, in: &self)
      rules?.rule(kind: draft.kind, tenant: tenant)?.shape(&task.retry, given: draft.givenRetry)
      tasks.append(task)
    }
    let request: Request =
      if tasks.count == 1, tasks[0].gang == .none { .submit(tasks[0]) } else { .submitAll(tasks) }
    do {
      try handle(request)
    } catch {
      guard case .duplicateKey(let key, let id) = error else { throw error }
      throw APIFailure(
        .idempotencyConflict,
        "the key \"\(key)\" belongs to task \(id); a batch with a task that was submitted before is refused whole"
      )
    }
    for (draft, id) in zip(drafts, ids) where !draft.extras.isEmpty {
      try handle(.note(subject: id.rawValue, tag: NoteTag.extras.rawValue, bytes: draft.extras.bytes))
    }
    return Submitted(ids: ids, isNew: true)
  }

  /// Refuses weighted votes under a policy that weighs none: all would count the same.
  private func checkVotes(_ drafts: [TaskDraft]) throws {
    guard !state.orchestrator.policy.weighsVotes,
      let index = drafts.firstIndex(where: { $0.ask?.rule == .weighted })
    else { return }
    let pointer = (drafts.count == 1 ? "" : "/tasks/\(index)") + "/ask/rule"
    let detail =
      "found weighted, and the policy in force weighs no votes; expected majority, or a policy with vote-weights"
    throw APIFailure(
      .invalidRequest, "\(pointer): \(detail)", parts: [.init(pointer: pointer, detail: detail)])
  }

  private func tenant(of draft: TaskDraft, _ identity: Identity) throws -> String {
    guard let asked = draft.tenant, asked != identity.tenant else { return identity.tenant }
    guard identity.isAdmin else {
      throw APIFailure(
        .forbidden, "/tenant: the key is of tenant \(identity.tenant); only an admin submits for others")
    }
    return asked
  }

  private func repeated(_ draft: TaskDraft, by identity: Identity) throws -> TaskID? {
    guard let key = draft.idempotencyKey,
      let tenant = state.orchestrator.engine.vocabulary.index(
        of: try tenant(of: draft, identity), in: .tenant),
      let id = state.orchestrator.engine.task(ofKey: key, tenant: TenantID(tenant))
    else { return nil }
    guard state.annex.tasks[id.rawValue]?.extras?.digest == draft.extras.digest else {
      throw APIFailure(
        .idempotencyConflict, "the key \"\(key)\" belongs to task \(id), which has another body")
    }
    return id
  }
}
