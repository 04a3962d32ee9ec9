import Testing

@testable import MusterCore

/// Answers that are judged before they are reported.
@Suite struct AnswerTests {
  private static let second: Nanoseconds = 1_000_000_000

  @Test func theAgentsTimeEndsWithItsAnswer() {
    var scene = Scene(agents: [agent(1)])
    scene.submit(task(1))
    scene.allocate()
    scene.wait(2)
    scene.answer(1)
    scene.wait(5)
    // The verdict: another try.
    scene.fail(1)
    scene.allocate()
    scene.wait(3)
    scene.answer(1)
    scene.wait(1)
    scene.succeed(1)
    #expect(scene.policy.observed.map(\.duration) == [2 * Self.second, 3 * Self.second])
  }

  @Test func whatWasNotedOfALostLeaseSaysNothingOfTheNext() {
    var scene = Scene(EngineConfiguration(leaseTerm: Self.second), agents: [agent(1)])
    scene.submit(task(1))
    scene.allocate()
    scene.wait(0.5)
    scene.answer(1)
    scene.wait(0.5)
    scene.advance()
    scene.allocate()
    scene.wait(0.75)
    scene.succeed(1)
    #expect(scene.policy.observed.map(\.duration) == [Self.second / 2, 3 * Self.second / 4])
  }

  @Test func aReplayLearnsTheSame() throws {
    var scene = Scene(agents: [agent(1)])
    scene.submit(task(1))
    scene.allocate()
    scene.wait(2)
    scene.answer(1)
    let lease = scene.lease(1)
    scene.wait(5)
    scene.succeed(1)
    var replay = Orchestrator(engine: Engine(EngineConfiguration()), policy: FirstFit())
    for fact in scene.facts {
      if case .ended = fact.event { replay.noteAnswer(on: lease, at: Instant.zero + 2 * Self.second) }
      try replay.replay(fact)
    }
    #expect((replay.policy as? FirstFit)?.observed == scene.policy.observed)
    #expect(scene.policy.observed.map(\.duration) == [2 * Self.second])
  }
}
