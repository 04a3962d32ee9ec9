import MusterMath
import Testing

@testable import MusterCore

/// Seeded random worlds. After every step: nothing is violated; a second engine, fed only the decoded records of
/// the facts, has the same hash; an engine restored from a snapshot on the way decides the same facts, byte for
/// byte; and a refused request has left everything as it was.
@Suite struct RandomRunTests {
  #if DEBUG
    static let (seeds, steps) = (48, 300)
  #else
    static let (seeds, steps) = (400, 1500)
  #endif
  static let batches = 40

  @Test(arguments: 0..<RandomRunTests.batches)
  func everyStepHolds(batch: Int) {
    for seed in stride(from: batch, to: RandomRunTests.seeds, by: RandomRunTests.batches) {
      var run = RandomRun(seed: UInt64(seed))
      for step in 0..<RandomRunTests.steps {
        if let failure = run.step() {
          Issue.record("seed \(seed), step \(step): \(failure)")
          return
        }
      }
    }
  }

  /// The worlds reach everything: each kind of fact, end, reason, and refusal.
  @Test func worldsReachEverything() {
    var reached: Set<String> = []
    for seed in 0..<40 as Range<UInt64> {
      var run = RandomRun(seed: seed)
      for _ in 0..<600 { _ = run.step(checking: false) }
      reached.formUnion(run.reached)
    }
    func expect(_ what: String) { if !reached.contains(what) { Issue.record("no world reached: \(what)") } }
    for tag in EventTag.allCases { expect("\(tag)") }
    for reason in EndReason.allCases { expect("ended \(reason)") }
    for reason in RevokeReason.allCases { expect("revoked \(reason)") }
    for reason in LeaveReason.allCases { expect("left \(reason)") }
    for reason in IgnoreReason.allCases { expect("ignored \(reason)") }
    for error in [
      "malformed", "unknownTask", "unknownAgent", "unknownDependency", "cyclicDependency", "duplicateTask",
      "duplicateKey", "queueFull", "poolFull", "namesFull",
    ] {
      expect("refused \(error)")
    }
    for obstacle: AssignmentObstacle in [
      .taskNotReady, .agentNotActive, .doesNotFit, .lacksSkill, .wrongModel, .noSlot, .gangIncomplete,
      .taskBudget, .tenantBudget, .agentBudget, .noVictim, .siblingThere,
    ] {
      expect("refused \(obstacle)")
    }
  }
}

/// One world with its three engines.
struct RandomRun {
  var world: RandomWorld
  private var driver: Orchestrator
  /// Restored on the way; gets the same requests.
  private var shadow: Orchestrator
  /// Gets only the records of the facts.
  private var follower: Engine
  private(set) var reached: Set<String> = []

  init(seed: UInt64) {
    world = RandomWorld(seed: seed)
    let engine = Engine(world.configuration)
    driver = Orchestrator(engine: engine, policy: FirstFit())
    shadow = driver
    follower = engine
    for request in world.opening {
      var facts: [Fact] = []
      var again: [Fact] = []
      try? driver.handle(request, at: .zero, into: &facts)
      try? shadow.handle(request, at: .zero, into: &again)
      for fact in facts { try? follower.apply(fact) }
    }
  }

  /// - Returns: what is wrong, or nil.
  mutating func step(checking: Bool = true) -> String? {
    let step = world.step(driver.engine)
    let before = driver.engine.stateHash()
    var facts: [Fact] = []
    let refusal = RandomRun.take(step, world.now, &driver, &facts)
    note(facts, refusal)
    if !checking { return nil }

    if let refusal {
      if !facts.isEmpty { return "\(step) refused with \(refusal) after \(facts)" }
      if driver.engine.stateHash() != before {
        return "\(step) refused with \(refusal), and the hash has changed"
      }
    }
    var shadowFacts: [Fact] = []
    let shadowRefusal = RandomRun.take(step, world.now, &shadow, &shadowFacts)
    if shadowRefusal != refusal || shadowFacts.map(encode) != facts.map(encode) {
      return "\(step): the restored engine decides \(shadowFacts) \(shadowRefusal as Any), not \(facts)"
    }
    for fact in facts {
      do { try follower.apply(try FactCodec.decode(encode(fact))) } catch {
        return "\(step): the follower refuses \(fact): \(error)"
      }
    }
    let violations = driver.engine.violations(budgetsFixed: !world.lowersBudgets)
    if !violations.isEmpty { return "\(violations) after \(step), which gave \(facts)" }
    let hash = driver.engine.stateHash()
    if follower.stateHash() != hash { return "\(step) gave \(facts): the follower's hash differs" }
    if shadow.engine.stateHash() != hash {
      return "\(step) gave \(facts): the restored engine's hash differs"
    }
    if driver.engine.nextDue != shadow.engine.nextDue {
      return "\(step): the restored engine's next timer differs"
    }
    if world.random.bernoulli(0.02) {
      do {
        let restored = try Engine(snapshot: driver.engine.snapshot())
        if restored.stateHash() != hash { return "the hash differs after recovery" }
        shadow = Orchestrator(engine: restored, policy: FirstFit())
      } catch { return "the snapshot is refused: \(error)" }
    }
    return nil
  }

  private static func take(
    _ step: RandomWorld.Step, _ now: Instant, _ orchestrator: inout Orchestrator, _ facts: inout [Fact]
  ) -> EngineError? {
    do {
      switch step {
      case .request(let request): try orchestrator.handle(request, at: now, into: &facts)
      case .advance: try orchestrator.advance(to: now, into: &facts)
      case .allocate: try orchestrator.allocate(at: now, into: &facts)
      }
      return nil
    } catch { return error }
  }

  private mutating func note(_ facts: [Fact], _ refusal: EngineError?) {
    for fact in facts {
      reached.insert("\(EventTag(fact.event))")
      switch fact.event {
      case .ended(let ending): reached.insert("ended \(ending.reason)")
      case .revoked(_, _, let reason, _): reached.insert("revoked \(reason)")
      case .agentLeft(_, let reason): reached.insert("left \(reason)")
      case .reportIgnored(_, _, let reason): reached.insert("ignored \(reason)")
      default: break
      }
    }
    switch refusal {
    case .none: break
    case .notAssignable(_, let obstacle): reached.insert("refused \(obstacle)")
    case .some(let error):
      reached.insert("refused " + "\(Mirror(reflecting: error).children.first?.label ?? "")")
    }
  }
}
