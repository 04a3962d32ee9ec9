import Testing

@testable import MusterCore

@Suite struct EffectTests {
  private func dispatch(
    _ lease: UInt64, _ task: UInt64, attempt: Int32 = 1, until: Instant = .never
  ) -> Effect {
    .dispatch(
      Dispatch(
        lease: LeaseID(lease), task: TaskID(task), agent: AgentID(1), attempt: attempt, until: until))
  }

  @Test func effectsFollowFromFacts() throws {
    var scene = Scene(agents: [agent(1)])
    scene.ask(.submitAll([task(1), task(2), task(3)]))
    var effects: [Effect] = []
    var engine = scene.engine
    scene.allocate()
    scene.succeed(1)
    scene.ask(.cancel(TaskID(2)))
    scene.ask(.leave(AgentID(1)))
    for fact in scene.facts.suffix(7) {
      engine.effects(of: fact, into: &effects)
      try engine.apply(fact)
    }
    // Fact by fact: three leases, the answer to a report, a cancellation under lease, a lease taken back, the leave.
    #expect(
      effects == [
        dispatch(1, 1), dispatch(2, 2), dispatch(3, 3),
        .answer(TaskID(1), .succeeded, .reported),
        .recall(LeaseID(2), TaskID(2), AgentID(1)), .answer(TaskID(2), .cancelled, .cancelledByCaller),
        .recall(LeaseID(3), TaskID(3), AgentID(1)),
      ])
  }

  @Test func theOrchestratorGathersThemWhenAsked() {
    var scene = Scene(agents: [agent(1, cpu: 1000)], collectsEffects: true)
    scene.submit(task(1))
    #expect(scene.takeEffects().isEmpty)
    scene.allocate()
    scene.fail(1)
    scene.allocate()
    #expect(scene.takeEffects() == [dispatch(1, 1), dispatch(2, 1, attempt: 2)])
    #expect(scene.takeEffects().isEmpty)
    scene.ask(.cancel(TaskID(1)))
    #expect(
      scene.takeEffects() == [
        .recall(LeaseID(2), TaskID(1), AgentID(1)), .answer(TaskID(1), .cancelled, .cancelledByCaller),
      ])
  }

  @Test func nothingIsGatheredUnasked() {
    var scene = Scene(agents: [agent(1)])
    scene.submit(task(1))
    scene.allocate()
    scene.succeed(1)
    #expect(scene.takeEffects().isEmpty)
  }

  /// The victim is told of the lease that it loses, not of the one that takes its place.
  @Test func aDisplacedTaskIsRecalledBeforeTheOtherIsDispatched() {
    var configuration = EngineConfiguration()
    configuration.preemption.enabled = true
    configuration.leaseTerm = 3_000_000_000
    var scene = Scene(configuration, agents: [agent(1, cpu: 1000)], collectsEffects: true)
    scene.submit(task(1))
    scene.allocate()
    scene.wait(1)
    scene.submit(task(2).with { $0.priority = 5 })
    scene.allocate()
    #expect(
      scene.takeEffects() == [
        dispatch(1, 1, until: Instant(seconds: 3)), .recall(LeaseID(1), TaskID(1), AgentID(1)),
        dispatch(2, 2, until: Instant(seconds: 4)),
      ])
  }

  @Test func timersHaveEffectsToo() {
    var configuration = EngineConfiguration()
    configuration.leaseTerm = 1_000_000_000
    var scene = Scene(configuration, agents: [agent(1)], collectsEffects: true)
    scene.submit(task(1).with { $0.retry.attempts = 1 })
    scene.allocate()
    scene.wait(1)
    scene.advance()
    #expect(
      scene.takeEffects() == [
        dispatch(1, 1, until: Instant(seconds: 1)), .recall(LeaseID(1), TaskID(1), AgentID(1)),
        .answer(TaskID(1), .failed, .leaseLapsed),
      ])
  }
}
