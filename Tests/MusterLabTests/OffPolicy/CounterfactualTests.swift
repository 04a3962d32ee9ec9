import MusterCore
import MusterLab
import MusterMath
import MusterPolicy
import Testing

@Suite struct CounterfactualTests {
  static func report(
    _ facts: [Fact], seed: UInt64, configuration: EngineConfiguration = EngineConfiguration(),
    targets: [String], draws: Int = Counterfactual.standardDraws, level: Double = 0.9
  ) throws -> CounterfactualReport {
    var configuration = configuration
    configuration.seed = seed
    var replay = try Counterfactual(
      from: Engine(configuration), targets: try targets.map { ($0, try Sentence.parse($0)) }, draws: draws)
    for fact in facts { try replay.take(fact) }
    return try replay.report(level: level)
  }

  /// Before each lease the state, the candidates, what was learned and the draws are those of the run: a
  /// policy judged by its own log has the weight 1 at every decision.
  @Test(arguments: [
    "feasible | least-loaded | sampled(0.1)", "power-of-two", "random", "round-robin", "fgd",
    "feasible | fit-to-kind | least-loaded | explore(0.2)", "feasible | fastest | sampled(0.5)",
    "feasible | fit-to-kind | sampled(0.2)",
  ])
  func aPolicyAgreesWithItsOwnLog(sentence: String) throws {
    for keys in [
      "?tasks=400&agents=6&gangs=0&graphs=0.3&success=0.6",
      "?tasks=300&agents=5&gangs=0&budgets=0.5&deadlines=0.5&slack=2",
    ] {
      let workload = try TraceCatalogue().open("generated\(keys)").workload(seed: 5)
      let run = try Replay(workload, seed: 5, policy: try Sentence.parse(sentence))
      let report = try Self.report(
        run.facts, seed: 5, configuration: workload.engine, targets: [sentence])
      let own = report.targets[0]
      #expect(abs(own.overlap.greatestWeight - 1) < 1e-9 && abs(own.overlap.meanWeight - 1) < 1e-9, "\(keys)")
      #expect(own.overlap.warnings.isEmpty && own.drawn == 0 && own.waiting < 1e-9)
      #expect(abs(own.selfNormalised.value - report.logged.value) < 1e-9)
      #expect(abs(own.inversePropensity.halfWidth - report.logged.halfWidth) < 1e-6)
      #expect(report.used > 250 && report.used + report.excluded.total == report.decisions)
    }
  }

  @Test func theShadowOfARunSaysTheSame() throws {
    let study = OffPolicyStudy(logging: "feasible | cheapest | explore(0.5)", target: "x", decisions: 500)
    let target = "feasible | fit-to-kind | sampled(0.1)"
    let facts = try study.facts(of: study.logging, seed: 3)
    let report = try Self.report(facts, seed: 3, targets: [target]).targets[0]
    var shadow = Shadow(
      obeyed: try Sentence.parse(study.logging), shadow: try Sentence.parse(target))
    var engine = Engine(Self.configuration(seed: 3))
    var orchestrator = Orchestrator(engine: engine, policy: shadow)
    var again: [Fact] = []
    // The same requests as in the log.
    for fact in facts {
      switch fact.event {
      case .defined(let space, _, let name):
        try orchestrator.handle(.define(space, name), at: fact.at, into: &again)
      case .agentJoined(let agent): try orchestrator.handle(.join(agent), at: fact.at, into: &again)
      case .submitted(let task):
        try orchestrator.handle(.submit(task), at: fact.at, into: &again)
        try orchestrator.allocate(at: fact.at, into: &again)
      case .ended(let ending):
        try orchestrator.handle(
          .report(
            .init(
              lease: ending.lease, task: ending.task, succeeded: ending.end == .succeeded, retryable: true,
              reward: ending.reward)), at: fact.at, into: &again)
      default: break
      }
    }
    engine = orchestrator.engine
    shadow = try #require(orchestrator.policy as? Shadow)
    let status = shadow.status()
    #expect(status.outcomes == 500)
    #expect(abs(status.inversePropensity.value - report.inversePropensity.value) < 1e-5)
    #expect(abs(status.selfNormalised.value - report.selfNormalised.value) < 1e-5)
    #expect(abs(status.effectiveCount - report.overlap.effectiveCount) < 1e-3)
  }

  private static func configuration(seed: UInt64) -> EngineConfiguration {
    var configuration = EngineConfiguration()
    configuration.seed = seed
    return configuration
  }

  // MARK: by hand

  private static func at(_ seconds: Int64, _ event: Event) -> Fact {
    Fact(at: Instant(seconds * 1_000_000_000), event)
  }

  /// Two agents, of which the cheaper is 1. Task after task on an agent, with a propensity and a reward
  /// (none: it never ends).
  private static func log(_ decisions: [(agent: UInt64, propensity: Double, reward: Double?)]) -> [Fact] {
    var facts = [
      at(0, .agentJoined(Agent(id: AgentID(1), price: Price(perTask: 1)))),
      at(0, .agentJoined(Agent(id: AgentID(2), price: Price(perTask: 2)))),
    ]
    for (index, decision) in decisions.enumerated() {
      let id = UInt64(index + 1)
      let second = Int64(index)
      facts.append(at(second, .submitted(Task(id: TaskID(id)))))
      facts.append(
        at(
          second,
          .leased(
            Lease(
              id: LeaseID(id), task: TaskID(id), agent: AgentID(decision.agent), devices: 0, until: .never,
              reserve: Int64(decision.agent), decision: DecisionID(id), propensity: decision.propensity,
              score: 0, effort: 1))))
      if let reward = decision.reward {
        facts.append(
          at(
            second,
            .ended(
              Ending(
                task: TaskID(id), end: reward > 0 ? .succeeded : .failed, reason: .reported,
                lease: LeaseID(id), reward: reward))))
      }
    }
    return facts
  }

  /// `cheapest` chooses agent 1 always: weights 2, 0, 4, 0; the third reward is corrected from 1 to 0.5.
  @Test func estimatesByHand() throws {
    var facts = Self.log([(1, 0.5, 1), (2, 0.5, 0.2), (1, 0.25, 1), (2, 0.75, 0)])
    facts.append(Self.at(9, .feedback(TaskID(3), reward: 0.5)))
    let report = try Self.report(facts, seed: 1, targets: ["cheapest"])
    let target = report.targets[0]
    #expect(report.used == 4 && report.excluded.total == 0)
    #expect(abs(report.logged.value - 1.7 / 4) < 1e-12)
    #expect(abs(target.inversePropensity.value - (2 * 1 + 4 * 0.5) / 4) < 1e-12)
    #expect(abs(target.selfNormalised.value - (2 * 1 + 4 * 0.5) / 6) < 1e-12)
    #expect(abs(target.overlap.effectiveCount - 36.0 / 20) < 1e-12)
    #expect(target.overlap.greatestWeight == 4)
    #expect(target.waiting == 0 && target.unseen == 0 && target.ruledOut == 0)
  }

  @Test func whatCannotBeUsedIsLeftOutAndCounted() throws {
    let report = try Self.report(
      Self.log([(1, 0.5, 1), (2, 0.5, nil), (1, .nan, 1), (2, 0.5, 0)]), seed: 1,
      targets: ["cheapest", "feasible | sample(1) | cheapest | best"])
    #expect(report.decisions == 4 && report.used == 2)
    #expect(report.excluded.withoutOutcome == 1 && report.excluded.withoutPropensity == 1)
    #expect(report.warnings.contains { $0.contains("1 without an outcome, 1 of unknown propensity") })
    #expect(report.targets[1].drawn == 4)
    #expect(report.targets[1].warnings.contains { $0.contains("200 draws") })
    let table = report.table(style: TerminalStyle(width: 200))
    #expect(table.contains("as logged") && table.contains("cheapest"))
    #expect(table.contains("warning: left out: 1 without an outcome, 1 of unknown propensity"))
    let json = report.json(trace: "log:x")
    #expect(json.contains("\"used\": 2") && json.contains("\"policy\":"))
  }

  @Test func aLogWithoutChanceSaysNothingOfOthers() throws {
    let report = try Self.report(
      Self.log([(1, 1, 1), (1, 1, 0), (1, 1, 1)]), seed: 1,
      targets: ["feasible | cheapest(weight: -1) | best"])
    let target = report.targets[0]
    #expect(target.inversePropensity.value.isNaN && target.inversePropensity.halfWidth == .infinity)
    #expect(target.ruledOut == 1 && target.unseen == 1)
    #expect(target.warnings.contains { $0.contains("nothing can be said") })
    #expect(target.warnings.contains { $0.contains("without chance") })
    #expect(report.json(trace: "x").contains("null"))
  }

  @Test(arguments: [0, -0.5, 1.5, .infinity]) func aPropensityThatCannotBeIsAnError(found: Double) throws {
    #expect {
      try Self.report(Self.log([(1, 0.5, 1), (1, found, 1)]), seed: 1, targets: ["cheapest"])
    } throws: { error in
      guard case CounterfactualError.propensity(DecisionID(2), TaskID(2), let named) = error else {
        return false
      }
      return named == found && "\(error)".contains("expected a number above 0 and at most 1")
    }
  }

  @Test func aLogThatSaysNothingIsAnError() throws {
    #expect(throws: CounterfactualError.self) {
      try Self.report(Self.log([(1, 0.5, nil)]), seed: 1, targets: ["cheapest"])
    }
    #expect(throws: CounterfactualError.self) { try Self.report([], seed: 1, targets: ["cheapest"]) }
    #expect(throws: CounterfactualError.self) {
      try Self.report(Self.log([(1, 0.5, 1)]), seed: 1, targets: ["cheapest"], draws: 0)
    }
    #expect(throws: CounterfactualError.self) {
      try Self.report(Self.log([(1, 0.5, 1)]), seed: 1, targets: ["cheapest"], level: 1)
    }
    // A lease of a task that nobody submitted.
    #expect(throws: CounterfactualError.self) {
      try Self.report(Array(Self.log([(1, 0.5, 1)]).dropFirst(3)), seed: 1, targets: ["cheapest"])
    }
  }
}
