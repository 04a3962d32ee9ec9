/// An engine with a policy: what a driver (the server's actor, the lab's virtual clock) holds. As pure as the
/// engine: time comes in, facts and effects come out.
public struct Orchestrator: Sendable {
  public private(set) var engine: Engine
  public private(set) var policy: any Policy
  /// The demands to expect, for stages that weigh what they leave free.
  public var mix: DemandMix
  /// Whether ``effects`` are gathered: for a driver that carries them out. Off, they cost nothing.
  public var collectsEffects = false
  /// The effects of all facts since they were last taken, in the order of the facts.
  public private(set) var effects: [Effect] = []
  /// See ``noteAnswer(on:at:)``. Looked up, never iterated.
  private var answers: [LeaseID: Instant] = [:]

  private var frame = Frame()
  private var plan = Plan()
  private var outcomes: [Outcome] = []
  /// The grade of the report whose end follows.
  private var graded: (task: TaskID, confidence: Double)?
  /// Whether a run was meant for an agent that has another run of its ballot.
  private var hasMetSibling = false
  /// How many leases there were before this pass over the ready tasks.
  private var leasesBefore: UInt64 = 0

  public init(engine: Engine, policy: any Policy, mix: DemandMix = DemandMix()) {
    self.engine = engine
    self.policy = policy
    self.mix = mix
  }

  /// Has the engine decide a request and takes the facts in; the policy learns from what came back.
  /// - Parameter facts: the new facts are appended, to be made durable before any effect of theirs.
  /// - Throws: why the request is refused; nothing has changed then.
  public mutating func handle(_ request: Request, at now: Instant, into facts: inout [Fact])
    throws(EngineError)
  {
    let first = facts.count
    try engine.decide(request, at: now, into: &facts)
    try takeIn(&facts, from: first)
  }

  /// Settles every timer that is due.
  public mutating func advance(to now: Instant, into facts: inout [Fact]) throws(EngineError) {
    while let due = engine.nextDue, due <= engine.clamp(now) {
      let first = facts.count
      try engine.decide(.tick, at: now, into: &facts)
      if facts.count == first { return }
      try takeIn(&facts, from: first)
    }
  }

  /// Asks the policy about the ready tasks, batch by batch, and carries its plans out, until there is nothing
  /// more to place.
  /// - Returns: how many tasks were offered to the policy.
  @discardableResult
  public mutating func allocate(at now: Instant, into facts: inout [Fact]) throws(EngineError) -> Int {
    var offered = 0
    var isAgain: Bool
    repeat {
      let displaced = engine.totals.preemptions
      leasesBefore = engine.totals.leases
      hasMetSibling = false
      var isContinuing = false
      while engine.readyCount > 0 {
        engine.lend(to: &frame, at: now, mix: mix, continuing: isContinuing)
        if frame.taskCount > 0 { policy.plan(&frame, into: &plan) }
        engine.reclaim(&frame)
        if frame.taskCount == 0 { break }
        isContinuing = true
        offered += frame.taskCount
        try carryOut(at: now, into: &facts)
      }
      // Displacing leaves gaps that a task passed over before may fit into, and runs of one ballot that were all
      // meant for one agent look for others, as long as that leads on.
      isAgain =
        engine.totals.preemptions != displaced
        || hasMetSibling && engine.totals.leases != leasesBefore
    } while isAgain
    return offered
  }

  /// Asks the policy whether the answer under a lease is kept, by how sure a verifier is of it. Nothing changes: the
  /// driver then reports a success or a failure, with the confidence, and that is what the log says.
  /// - Returns: nil where the policy leaves it to the verifier, for a lease that is not in force, and for a confidence
  ///   outside of 0...1.
  public func keeps(_ lease: LeaseID, of task: TaskID, confidence: Double) -> Bool? {
    guard (0...1).contains(confidence), let row = try? engine.leaseRow(lease, task) else { return nil }
    let agent = engine.pool.agents[Int(engine.tasks.records[row].agent)]
    return policy.keeps(GradedAnswer(task: engine.tasks.specs[row], agent: agent, confidence: confidence))
  }

  /// Takes in a fact that a log tells, and has the policy learn from it what it learned when it happened. The policy
  /// is asked nothing.
  public mutating func replay(_ fact: Fact) throws(EngineError) {
    outcomes.removeAll(keepingCapacity: true)
    note(fact)
    try engine.apply(fact)
    recall(fact)
    teach()
  }

  /// Takes note that an agent answered on a lease whose report comes later, because the answer is judged first: what
  /// policies learn of the agent's time ends there. It is the driver's to say this again where it takes up a state
  /// with such answers.
  public mutating func noteAnswer(on lease: LeaseID, at instant: Instant) { answers[lease] = instant }

  /// When the agent answered on the lease that a fact ends, if that was noted; it is forgotten then.
  private mutating func takeAnswer(_ fact: Fact) -> Instant? {
    answers.isEmpty ? nil : fact.event.endedLease.flatMap { answers.removeValue(forKey: $0) }
  }

  /// Gathers what the policy learns from a fact that is about to be taken in.
  private mutating func note(_ fact: Fact) {
    guard fact.event.isLearnedFrom else { return }
    if let outcome = outcome(of: fact) { outcomes.append(outcome) }
    engine.agreements(of: fact, into: &outcomes)
  }

  /// What the policy learns of the try that a fact ends, with the grade that came before it and for the time that the
  /// agent took.
  private mutating func outcome(of fact: Fact) -> Outcome? {
    if case .graded(_, let task, let confidence) = fact.event { graded = (task, confidence) }
    let answered = takeAnswer(fact)
    guard var outcome = engine.outcome(of: fact) else { return nil }
    if let answered { outcome.duration = max(0, outcome.duration - (fact.at - answered)) }
    if let graded, graded.task == outcome.task { outcome.confidence = graded.confidence }
    graded = nil
    return outcome
  }

  private mutating func recall(_ fact: Fact) {
    if case .explained(let decision, _, let explanation) = fact.event, !explanation.features.isEmpty {
      policy.recall(decision, features: explanation.features)
    }
  }

  /// Gives the effects gathered so far and forgets them. None of them may be carried out before the facts that
  /// came with them are durable.
  public mutating func takeEffects() -> [Effect] {
    var taken: [Effect] = []
    swap(&taken, &effects)
    return taken
  }

  /// Puts the engine under another policy; what the old one learned goes with it.
  public mutating func replace(policy: any Policy) { self.policy = policy }

  private mutating func carryOut(at now: Instant, into facts: inout [Fact]) throws(EngineError) {
    var task = 0
    while task < frame.taskCount {
      let end = frame.gangEnd(from: task)
      try carryOut(task..<end, at: now, into: &facts)
      task = end
    }
  }

  private mutating func carryOut(
    _ group: Range<Int>, at now: Instant, into facts: inout [Fact]
  ) throws(EngineError) {
    let id = frame.tasks[group.lowerBound].id
    // A run that an earlier choice of this batch called off, and that is not kept.
    if engine.tasks.row(of: id) == nil { return }
    let first = facts.count
    if group.allSatisfy({ plan.agents[$0] >= 0 }) {
      do {
        if group.count == 1 && frame.tasks[group.lowerBound].gang == .none {
          // As a request it would be put into a box first.
          try engine.decideAssign(assignment(group.lowerBound), engine.clamp(now), &facts)
        } else {
          try engine.decide(.assignGang(group.map(assignment)), at: now, into: &facts)
        }
      } catch .notAssignable(_, .siblingThere) {
        // It looks again once this pass has led on.
        hasMetSibling = true
        if engine.totals.leases != leasesBefore { return }
      } catch .notAssignable {
        // The plan asked for what cannot be had, by budget most likely: the task waits on.
      }
    }
    if facts.count == first,
      engine.mayDisplace(
        for: frame.tasks[group.lowerBound].priority, of: frame.tasks[group.lowerBound].tenant)
    {
      do { try engine.decide(.preempt(id), at: now, into: &facts) } catch .notAssignable {}
    }
    if facts.count == first {
      for task in group {
        let before = facts.count
        try engine.decide(.passOver(frame.tasks[task].id), at: now, into: &facts)
        if facts.count > before { break }
      }
    }
    try takeIn(&facts, from: first)
  }

  private func assignment(_ task: Int) -> Assignment {
    Assignment(
      task: frame.tasks[task].id, agent: engine.pool.agents[Int(plan.agents[task])].id,
      devices: plan.devices[task], decision: DecisionID(frame.firstDecision &+ UInt64(task)),
      propensity: plan.propensities[task], score: plan.scores[task], effort: plan.efforts[task],
      allowance: plan.allowances[task], explanation: plan.explanations[task])
  }

  private mutating func takeIn(_ facts: inout [Fact], from first: Int) throws(EngineError) {
    for index in first..<facts.count {
      let fact = facts[index]
      if collectsEffects { engine.effects(of: fact, into: &effects) }
      recall(fact)
      note(fact)
      try engine.apply(fact)
    }
    teach()
  }

  /// Has the policy learn what was gathered.
  private mutating func teach() {
    if outcomes.isEmpty { return }
    policy.observe(outcomes)
    outcomes.removeAll(keepingCapacity: true)
  }
}
