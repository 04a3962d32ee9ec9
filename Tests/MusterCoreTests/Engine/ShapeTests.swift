import Testing

@testable import MusterCore

@Suite("Shapes of demands")
struct ShapeTests {
  /// Tasks that each ask for something of their own, on a pool that always has a few of them waiting.
  private func facts(shapeLimit: Int) throws -> (facts: [Fact], shapes: Int, violations: [Violation]) {
    var engine = Engine(EngineConfiguration(seed: 5, retention: 10))
    engine.shapeLimit = shapeLimit
    var orchestrator = Orchestrator(engine: engine, policy: FirstFit())
    var facts: [Fact] = []
    for agent in 0..<3 as Range<UInt64> {
      let offer = Agent(id: AgentID(agent), capacity: Resources(cpuMilli: 3000))
      try orchestrator.handle(.join(offer), at: .zero, into: &facts)
    }
    var running: [Lease] = []
    for id in 1...400 as ClosedRange<UInt64> {
      let now = Instant(Nanoseconds(id) * 1_000_000)
      let demand = Demand(resources: Resources(cpuMilli: 900 + Int64(id)))
      try orchestrator.handle(.submit(Task(id: TaskID(id), demand: demand)), at: now, into: &facts)
      if running.count >= 5, let lease = running.first {
        running.removeFirst()
        let report = Report(lease: lease.id, task: lease.task, succeeded: true)
        try orchestrator.handle(.report(report), at: now, into: &facts)
      }
      let first = facts.count
      try orchestrator.allocate(at: now, into: &facts)
      for fact in facts[first...] { if case .leased(let lease) = fact.event { running.append(lease) } }
    }
    return (facts, orchestrator.engine.shapes.count, orchestrator.engine.violations())
  }

  @Test("forgetting the shapes of tasks that are gone changes no fact")
  func compaction() throws {
    let kept = try facts(shapeLimit: .max)
    #expect(kept.shapes == 400)
    let compacted = try facts(shapeLimit: 8)
    #expect(compacted.facts == kept.facts)
    #expect(compacted.shapes < 400)
    #expect(compacted.violations == [])
  }
}
