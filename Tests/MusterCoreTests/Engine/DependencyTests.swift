import Testing

@testable import MusterCore

@Suite struct DependencyTests {
  @Test func aTaskWaitsForAllThatItDependsOn() {
    var scene = Scene(agents: [agent(1)])
    scene.ask(.submitAll([task(1), task(2), task(3, after: [1, 2])]))
    scene.allocate()
    #expect(scene.statuses(1, 2, 3) == [.leased, .leased, .submitted])
    scene.succeed(1)
    #expect(scene.status(3) == .submitted)
    scene.wait(2)
    // That the last dependency succeeded is fact enough.
    #expect(scene.succeed(2).kinds == ["ended"])
    #expect(scene.status(3) == .ready && scene.record(3)?.readySince == Instant(seconds: 2))
  }

  @Test func dependentsBecomeReadyInTheOrderOfSubmission() {
    var scene = Scene(EngineConfiguration(retention: 0), agents: [agent(1)])
    // Two rows come free, so that the later tasks take rows in the reverse order.
    scene.ask(.submitAll([task(1), task(2), task(3)]))
    scene.ask(.cancel(TaskID(1)))
    scene.ask(.cancel(TaskID(2)))
    scene.submit(task(4, after: [3]))
    scene.submit(task(5, after: [3]))
    #expect(scene.engine.tasks.row(of: TaskID(4)) == 1 && scene.engine.tasks.row(of: TaskID(5)) == 0)
    scene.allocate()
    scene.succeed(3)
    #expect(scene.allocate().leases.map(\.task) == [TaskID(4), TaskID(5)])
  }

  @Test func theSameDependencyTwiceIsOne() {
    var scene = Scene(agents: [agent(1)])
    scene.ask(.submitAll([task(1), task(2, after: [1, 1])]))
    scene.allocate()
    scene.succeed(1)
    #expect(scene.status(2) == .ready)
  }

  @Test func whatSucceededBeforeIsNotWaitedFor() {
    var scene = Scene(agents: [agent(1)])
    scene.submit(task(1))
    scene.allocate()
    scene.succeed(1)
    scene.submit(task(2, after: [1]))
    #expect(scene.status(2) == .ready)
  }

  /// 1 <- 2 <- 3, 1 <- 4, 5 beside: when 1 ends without success, all that stands on it goes, once each, in the
  /// order in which they were taken in.
  @Test func failuresCascade() {
    for (end, expected) in [
      (true, "1 failed attemptsExhausted"), (false, "1 cancelled cancelledByCaller"),
    ] {
      var scene = Scene(agents: [agent(1)])
      scene.ask(
        .submitAll([
          task(1).with { $0.retry = .once }, task(2, after: [1]), task(3, after: [2, 1]), task(4, after: [1]),
          task(5),
        ]))
      scene.allocate()
      let events = end ? scene.fail(1) : scene.ask(.cancel(TaskID(1)))
      #expect(
        events.endings == [
          expected, "2 cancelled dependencyFailed", "4 cancelled dependencyFailed",
          "3 cancelled dependencyFailed",
        ])
      #expect(scene.status(5) == .leased)
    }
  }

  @Test func whatComesAfterAFailureIsCancelledAsItComes() {
    var scene = Scene(agents: [agent(1)])
    scene.submit(task(1))
    scene.ask(.cancel(TaskID(1)))
    #expect(scene.submit(task(2, after: [1])).endings == ["2 cancelled dependencyFailed"])
    let batch = scene.ask(.submitAll([task(3, after: [4]), task(4, after: [1]), task(5)]))
    #expect(batch.kinds == ["submitted", "ended", "submitted", "submitted", "ended"])
    #expect(batch.endings == ["4 cancelled dependencyFailed", "3 cancelled dependencyFailed"])
    #expect(scene.status(5) == .ready)
  }

  @Test func aFailedTryIsNotAFailedTask() {
    var scene = Scene(agents: [agent(1)])
    scene.ask(.submitAll([task(1), task(2, after: [1])]))
    scene.allocate()
    scene.fail(1)
    #expect(scene.status(2) == .submitted)
    scene.allocate()
    scene.succeed(1)
    #expect(scene.status(2) == .ready)
  }

  /// An id is unique for the life of the log; one that comes again even so must not disturb those before it.
  @Test func aTaskUnderAForgottenIdIsAnotherTask() {
    var scene = Scene(EngineConfiguration(retention: 0), agents: [agent(1)])
    scene.ask(.submitAll([task(1), task(2, after: [1]), task(3)]))
    scene.ask(.cancel(TaskID(2)))
    // 2 again: it waits for 3 alone, and 1 knows nothing of it.
    scene.submit(task(2, after: [3]))
    scene.allocate()
    scene.succeed(1)
    #expect(scene.status(2) == .submitted)
    scene.ask(.cancel(TaskID(3)))
    #expect(scene.status(2) == nil && scene.engine.tasks.liveCount == 0)
  }
}
