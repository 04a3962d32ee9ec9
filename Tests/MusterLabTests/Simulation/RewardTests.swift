import MusterCore
import MusterLab
import MusterPolicy
import Testing

/// What counts, laid over runs, comparisons and logs.
@Suite("A declared reward") struct RewardTests {
  /// The dear agent does everything, the cheap one nine of ten.
  private static func table(_ scratch: ScratchDirectory) throws -> any Trace {
    var text = "agent,task,resolved,cost_usd,turns\n"
    for task in 0..<200 { text += "dear,t-\(task),1,1,1\ncheap,t-\(task),\(task % 10 == 0 ? 0 : 1),0.01,1\n" }
    return try TraceCatalogue().open("outcomes:\(try scratch.write("o.csv", text))")
  }

  @Test func policiesLearnWhatCounts() async throws {
    let scratch = try ScratchDirectory()
    let trace = try Self.table(scratch)
    func spent(_ reward: String?) async throws -> Double {
      let comparison = Comparison(
        trace: trace, policies: ["fit-to-kind"], seeds: [1, 2],
        reward: try reward.map { text in try RewardRule(text) })
      let results = try await comparison.run(workers: 1).results
      return try #require(results[0].metrics.first { $0.name == "costPerTaskUSD" }).value
    }
    #expect(try await spent(nil) > 0.5)
    #expect(try await spent("succeeded - dollars") < 0.1)
    #expect(try await spent("{quality: succeeded, cost: -dollars} by weights(cost: 0.01)") > 0.5)
  }

  /// A log that was written with no thought of it says what a policy would have brought by another measure.
  @Test func aLogIsJudgedByAnotherReward() throws {
    let study = OffPolicyStudy(logging: "feasible | cheapest | explore(0.5)", target: "x", decisions: 400)
    let facts = try study.facts(of: study.logging, seed: 3)
    func report(_ reward: String?) throws -> CounterfactualReport {
      var configuration = EngineConfiguration()
      configuration.seed = 3
      var replay = try Counterfactual(
        from: Engine(configuration), targets: [("cheapest", try Sentence.parse("cheapest"))],
        reward: try reward.map { text in try RewardRule(text) })
      for fact in facts { try replay.take(fact) }
      return try replay.report()
    }
    let plain = try report(nil)
    let scaled = try report("5 - 2*reward")
    #expect((scaled.logged.value - (5 - 2 * plain.logged.value)).magnitude < 1e-9)
    let (a, b) = (plain.targets[0].selfNormalised, scaled.targets[0].selfNormalised)
    #expect((b.value - (5 - 2 * a.value)).magnitude < 1e-9)
    #expect((b.halfWidth - 2 * a.halfWidth).magnitude < 1e-6)
  }

  /// Grades and tokens are in the log, and in what is replayed from it.
  @Test func gradesComeBackFromALog() throws {
    var engine = Engine(EngineConfiguration())
    var facts: [Fact] = []
    func decide(_ request: Request) throws {
      let first = facts.count
      try engine.decide(request, at: Instant(seconds: 1), into: &facts)
      for fact in facts[first...] { try engine.apply(fact) }
    }
    try decide(.join(Agent(id: AgentID(1))))
    try decide(.submit(Task(id: TaskID(1))))
    try decide(.assign(Assignment(task: TaskID(1), agent: AgentID(1), decision: DecisionID(1))))
    let lease = engine.tasks.records[0].lease
    #expect(
      throws: EngineError.malformed(part: "grade \"a\"", found: "1.5", expected: "a number from 0 to 1")
    ) {
      try decide(.report(Report(lease: lease, task: TaskID(1), succeeded: true, grades: [Grade("a", 1.5)])))
    }
    #expect(throws: EngineError.malformed(part: "grade \"a\"", found: "it twice", expected: "each name once"))
    {
      try decide(
        .report(
          Report(lease: lease, task: TaskID(1), succeeded: true, grades: [Grade("a", 1), Grade("a", 1)])))
    }
    let report = Report(
      lease: lease, task: TaskID(1), succeeded: true, outputTokens: 7, grades: [Grade("a", 0.5)])
    try decide(.report(report))
    let trace = try FactTrace(spec: "log:x", facts: facts)
    var simulation = Simulation(
      workload: trace.workload(seed: 1), policy: try Sentence.parse("random"), seed: 1)
    var recorder = Gathering()
    try simulation.run(&recorder)
    let endings = recorder.facts.compactMap { fact in
      if case .ended(let ending) = fact.event { ending } else { nil }
    }
    #expect(endings.map(\.grades) == [[Grade("a", 0.5)]] && endings.map(\.outputTokens) == [7])
  }

  private struct Gathering: RunObserver {
    var facts: [Fact] = []
    mutating func began(_ facts: [Fact], _ engine: Engine, at now: Instant) { self.facts += facts }
    mutating func willAllocate() {}
    mutating func didAllocate(offered: Int) {}
    mutating func stepped(_ facts: [Fact], _ engine: Engine, at now: Instant) { self.facts += facts }
  }
}
