import Testing

@testable import MusterCore

/// Messages come late, twice and out of order: the state hears each try's end once.
@Suite struct LateReportTests {
  @Test func aReportAfterTheLeaseWasLostIsIgnored() {
    var scene = Scene(EngineConfiguration(leaseTerm: 1_000_000_000), agents: [agent(1)])
    scene.submit(task(1))
    scene.allocate()
    let old = scene.lease(1)
    scene.wait(1)
    scene.advance()
    for request: Request in [
      .start(old, TaskID(1)), .renew(old, TaskID(1)),
      .report(Report(lease: old, task: TaskID(1), succeeded: true)),
    ] {
      #expect(scene.ask(request) == [.reportIgnored(old, TaskID(1), .leaseLost)])
    }
    // Nor does the old lease speak for the new one.
    scene.allocate()
    #expect(scene.lease(1) != old)
    #expect(
      scene.ask(.report(Report(lease: old, task: TaskID(1), succeeded: true)))
        == [.reportIgnored(old, TaskID(1), .leaseLost)])
    #expect(scene.status(1) == .leased && scene.engine.totals.ignoredReports == 4)
  }

  @Test func aReportTwiceCountsOnce() {
    var scene = Scene(agents: [agent(1).with { $0.price = Price(perTask: 5) }])
    scene.submit(task(1))
    scene.allocate()
    let lease = scene.lease(1)
    scene.succeed(1)
    for succeeded in [true, false] {
      #expect(
        scene.ask(.report(Report(lease: lease, task: TaskID(1), succeeded: succeeded)))
          == [.reportIgnored(lease, TaskID(1), .taskEnded)])
    }
    #expect(scene.engine.totals.spent == 5 && scene.status(1) == .succeeded)
  }

  @Test func noLeaseIsNobodysLease() {
    var scene = Scene(agents: [agent(1)])
    scene.submit(task(1))
    #expect(
      scene.ask(.report(Report(lease: .none, task: TaskID(1), succeeded: true)))
        == [.reportIgnored(.none, TaskID(1), .leaseLost)])
    #expect(scene.status(1) == .ready)
  }

  @Test func aReportWithoutAStartCounts() {
    var scene = Scene(agents: [agent(1)])
    scene.submit(task(1))
    scene.allocate()
    scene.succeed(1)
    #expect(scene.status(1) == .succeeded)
  }

  @Test func aReportAfterADeadlineIsIgnored() {
    var scene = Scene(agents: [agent(1)])
    scene.submit(task(1).with { $0.deadline = Instant(seconds: 1) })
    scene.allocate()
    let lease = scene.lease(1)
    scene.wait(2)
    scene.advance()
    #expect(
      scene.ask(.report(Report(lease: lease, task: TaskID(1), succeeded: true)))
        == [.reportIgnored(lease, TaskID(1), .taskEnded)])
  }
}
