import Testing

@testable import MusterCore

@Suite struct GradedReportTests {
  private static func report(_ scene: Scene, _ succeeded: Bool, _ confidence: Double?) -> Request {
    .report(
      Report(
        lease: scene.lease(1), task: TaskID(1), succeeded: succeeded, reward: 0.5, confidence: confidence))
  }

  @Test func theGradeIsInTheLogAndComesBackWithTheOutcome() {
    var scene = Scene(agents: [agent(1)])
    scene.submit(task(1))
    scene.allocate()
    #expect(scene.ask(Self.report(scene, false, 0.25)).kinds == ["graded", "attemptFailed"])
    scene.allocate()
    #expect(scene.ask(Self.report(scene, false, nil)).kinds == ["attemptFailed"])
    scene.allocate()
    #expect(scene.ask(Self.report(scene, true, 0.75)).kinds == ["graded", "ended"])
    #expect(scene.policy.observed.map(\.confidence) == [0.25, nil, 0.75])
    // The log teaches the same.
    var again = Orchestrator(engine: Engine(EngineConfiguration()), policy: FirstFit())
    for fact in scene.facts { #expect(throws: Never.self) { try again.replay(fact) } }
    #expect((again.policy as? FirstFit)?.observed == scene.policy.observed)
    #expect(again.engine.stateHash() == scene.engine.stateHash())
  }

  @Test(arguments: [-0.1, 1.1, .nan, .infinity]) func aGradeOutsideItsRangeIsRefused(confidence: Double) {
    var scene = Scene(agents: [agent(1)])
    scene.submit(task(1))
    scene.allocate()
    #expect(scene.refusal(of: Self.report(scene, true, confidence)).contains("expected a number from 0 to 1"))
    #expect(scene.orchestrator.keeps(scene.lease(1), of: TaskID(1), confidence: confidence) == nil)
  }

  @Test func aGradeOfALeaseThatIsNotInForceIsNoFact() {
    var engine = Engine(EngineConfiguration())
    let fact = Fact(at: .zero, .graded(LeaseID(1), TaskID(1), confidence: 0.5))
    #expect(throws: EngineError.self) { try engine.apply(fact) }
  }

  /// Keeps what an agent with an odd number is more than half sure of.
  private struct Odd: Policy {
    var name: String { "odd" }
    mutating func plan(_ frame: inout Frame, into plan: inout Plan) { plan.reset(count: frame.taskCount) }
    func keeps(_ answer: GradedAnswer) -> Bool? {
      answer.task.id == TaskID(1) && answer.agent.id.rawValue % 2 == 1 ? answer.confidence > 0.5 : nil
    }
  }

  @Test func thePolicyIsAskedAboutTheAnswerOfALeaseInForce() {
    var scene = Scene(agents: [agent(1), agent(2)])
    for number in 1...2 as ClosedRange<UInt64> { scene.submit(task(number)) }
    scene.assign(1, to: 1)
    scene.assign(2, to: 1)
    var orchestrator = scene.orchestrator
    orchestrator.replace(policy: Odd())
    func keeps(_ task: UInt64, _ confidence: Double, lease: LeaseID? = nil) -> Bool? {
      orchestrator.keeps(lease ?? scene.lease(task), of: TaskID(task), confidence: confidence)
    }
    #expect(keeps(1, 0.4) == false && keeps(1, 0.6) == true && keeps(2, 0.4) == nil)
    #expect(keeps(1, 0.4, lease: scene.lease(2)) == nil && keeps(1, 0.4, lease: LeaseID.none) == nil)
    #expect(keeps(9, 0.4) == nil)
    // A policy without a word to say leaves it to the verifier.
    #expect(scene.orchestrator.keeps(scene.lease(1), of: TaskID(1), confidence: 0.4) == nil)
  }
}
