import Testing

@testable import MusterCore

@Suite struct RetryTests {
  @Test func aFailedTryIsFollowedByAnotherUntilNoneIsLeft() {
    var scene = Scene(agents: [agent(1)])
    scene.submit(task(1))
    for _ in 0..<2 {
      scene.allocate()
      #expect(scene.fail(1).kinds == ["attemptFailed"])
      #expect(scene.status(1) == .ready)
    }
    scene.allocate()
    #expect(scene.fail(1).endings == ["1 failed attemptsExhausted"])
    #expect(scene.record(1)?.failures == 3)
  }

  @Test func whatCannotBeMendedIsNotTriedAgain() {
    var scene = Scene(agents: [agent(1)])
    scene.submit(task(1))
    scene.allocate()
    #expect(scene.fail(1, retryable: false).endings == ["1 failed reported"])
  }

  @Test func waitsDoubleUpToTheLimit() {
    let rule = RetryRule(attempts: 9, backoff: 1_000, backoffLimit: 5_000, jitter: 0)
    let waits = (0...5).map { rule.wait(afterFailures: $0, of: TaskID(1), seed: 0) }
    #expect(waits == [0, 1_000, 2_000, 4_000, 5_000, 5_000])
  }

  /// Between (1 - jitter) of the wait and all of it; drawn by seed, task and try.
  @Test func jitterIsWithinItsShareAndRepeats() {
    let rule = RetryRule(attempts: 9, backoff: 1_000_000, backoffLimit: 1_000_000, jitter: 0.5)
    var waits: [Nanoseconds] = []
    for id in 0..<1000 as Range<UInt64> {
      let wait = rule.wait(afterFailures: 1, of: TaskID(id), seed: 4)
      #expect((500_000...1_000_000).contains(wait))
      #expect(wait == rule.wait(afterFailures: 1, of: TaskID(id), seed: 4))
      waits.append(wait)
    }
    let mean = waits.reduce(0, +) / 1000
    #expect((735_000...765_000).contains(mean))
    #expect(Set(waits).count > 990)
    #expect(rule.wait(afterFailures: 1, of: TaskID(0), seed: 5) != waits[0])
    #expect(rule.wait(afterFailures: 2, of: TaskID(0), seed: 4) != waits[0])
  }

  @Test func aWaitWithoutLimitDoesNotTrap() {
    let rule = RetryRule(attempts: .max, backoff: .max, backoffLimit: .max, jitter: 0)
    #expect(rule.wait(afterFailures: 60_000, of: TaskID(1), seed: 0) == 1 << 62)
  }

  @Test func theNextTryBeginsWhenTheWaitIsOver() {
    var scene = Scene(agents: [agent(1)])
    scene.submit(
      task(1).with {
        $0.retry = RetryRule(attempts: 3, backoff: 2_000_000_000, backoffLimit: 60_000_000_000, jitter: 0)
      })
    scene.allocate()
    scene.fail(1)
    #expect(scene.status(1) == .backingOff)
    #expect(scene.engine.nextDue == Instant(seconds: 2))
    #expect(scene.engine.pool.inFlight[0] == 0)
    scene.wait(1.999)
    #expect(scene.advance().isEmpty && scene.allocate().isEmpty)
    scene.wait(0.001)
    #expect(scene.advance().kinds == ["retried"])
    #expect(scene.status(1) == .ready)
    scene.allocate()
    scene.fail(1)
    #expect(scene.engine.nextDue == Instant(seconds: 6))
  }

  /// A lapse is a failed try, so that a task that makes its agents vanish does not do so for ever.
  @Test func lapsesCountAsFailures() {
    var scene = Scene(EngineConfiguration(leaseTerm: 1_000_000_000), agents: [agent(1)])
    scene.submit(task(1))
    for _ in 0..<2 {
      scene.allocate()
      scene.wait(1)
      #expect(scene.advance().revocations == ["1 lapsed"])
    }
    scene.allocate()
    scene.wait(1)
    #expect(scene.advance().endings == ["1 failed leaseLapsed"])
  }

  /// A lease taken back for no fault of the task's is no failure.
  @Test func revocationsAreNoFailures() {
    var scene = Scene(agents: [agent(1)])
    scene.submit(task(1))
    for _ in 0..<5 {
      scene.allocate()
      scene.ask(.leave(AgentID(1)))
      #expect(scene.status(1) == .ready && scene.record(1)?.failures == 0)
      scene.ask(.join(agent(1)))
    }
  }
}
