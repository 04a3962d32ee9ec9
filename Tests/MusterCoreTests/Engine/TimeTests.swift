import Testing

@testable import MusterCore

@Suite struct TimeTests {
  @Test func aDeadlineEndsATaskWhereverItIs() {
    var scene = Scene(agents: [agent(1, cpu: 1000)])
    func due(_ id: UInt64) -> Task { task(id).with { $0.deadline = Instant(seconds: 5) } }
    scene.submit(due(1))
    scene.allocate()
    scene.submit(due(2))
    scene.submit(due(3).with { $0.dependencies = [TaskID(2)] })
    scene.wait(4.999)
    #expect(scene.advance().isEmpty)
    scene.wait(0.001)
    let events = scene.advance()
    #expect(
      events.endings == [
        "1 expired deadlinePassed", "2 expired deadlinePassed", "3 cancelled dependencyFailed",
      ])
    #expect(scene.engine.pool.free[0].cpuMilli == 1000)
    var effects: [Effect] = []
    let lease = scene.facts.map(\.event).leases[0].id
    var before = Engine()
    for fact in scene.facts {
      if case .ended = fact.event { before.effects(of: fact, into: &effects) }
      try? before.apply(fact)
    }
    #expect(effects.first == .recall(lease, TaskID(1), AgentID(1)))
  }

  @Test func aDeadlineInThePastExpiresAtTheNextTick() {
    var scene = Scene()
    scene.wait(10)
    scene.submit(task(1).with { $0.deadline = Instant(seconds: 1) })
    // Never before now, whatever is overdue.
    #expect(scene.engine.nextDue == Instant(seconds: 10))
    #expect(scene.advance().endings == ["1 expired deadlinePassed"])
  }

  @Test func deadlinesAreSettledInTheOrderOfTheirInstants() {
    var scene = Scene()
    for id in 1...5 as ClosedRange<UInt64> {
      scene.submit(task(id).with { $0.deadline = Instant(seconds: Double(10 - id)) })
    }
    scene.wait(100)
    #expect(scene.advance().endings.map { $0.prefix(1) } == ["5", "4", "3", "2", "1"])
  }

  @Test func patienceCountsFromBecomingReady() {
    var scene = Scene(agents: [agent(1, cpu: 1000)])
    scene.ask(.submitAll([task(1), task(2, after: [1]).with { $0.patience = 3_000_000_000 }]))
    scene.allocate()
    scene.submit(task(3).with { $0.patience = .max })
    scene.wait(10)
    #expect(scene.advance().isEmpty)
    scene.succeed(1)
    scene.assign(3, to: 1)
    scene.wait(2.5)
    #expect(scene.advance().isEmpty)
    scene.wait(0.5)
    #expect(scene.advance().endings == ["2 rejected notPlaced"])
  }

  @Test func aLeaseStopsPatience() {
    var scene = Scene(agents: [agent(1)])
    scene.submit(task(1).with { $0.patience = 1_000_000_000 })
    scene.allocate()
    scene.wait(5)
    #expect(scene.advance().isEmpty)
    // Ready again, it has its patience again.
    scene.fail(1)
    scene.ask(.leave(AgentID(1)))
    scene.wait(1)
    #expect(scene.advance().endings == ["1 rejected notPlaced"])
  }

  @Test func withoutPatienceThereIsOneAttempt() {
    var scene = Scene(agents: [agent(1, cpu: 1000)])
    scene.submit(task(1).with { $0.patience = 0 })
    scene.submit(task(2).with { $0.patience = 0 })
    scene.submit(task(3))
    let events = scene.allocate()
    #expect(events.leases.map(\.task) == [TaskID(1)] && events.endings == ["2 rejected notPlaced"])
    #expect(scene.status(3) == .ready)
    #expect(scene.ask(.passOver(TaskID(3))).isEmpty)
  }

  /// Renewing moves the end of the term; a lease without renewal lapses.
  @Test func leasesLapseUnlessRenewed() {
    var scene = Scene(EngineConfiguration(leaseTerm: 2_000_000_000), agents: [agent(1)])
    scene.submit(task(1))
    scene.allocate()
    #expect(scene.record(1)?.until == Instant(seconds: 2))
    scene.wait(1.5)
    #expect(scene.ask(.renew(scene.lease(1), TaskID(1))).kinds == ["renewed"])
    scene.wait(1.5)
    #expect(scene.advance().isEmpty)
    scene.wait(0.5)
    #expect(scene.engine.nextDue == scene.now)
    #expect(scene.advance().revocations == ["1 lapsed"])
    #expect(scene.policy.observed.map(\.succeeded) == [false])
  }

  @Test func instantsSaturate() {
    #expect(Instant.never + 1 == .never)
    #expect(Instant(.min) + (-1) == Instant(.min))
    #expect(Instant(5) + .max == .never)
    #expect(Instant.never - Instant(.min) == .max && Instant(.min) - .never == .min)
    #expect(Instant(7) - Instant(3) == 4)
    #expect("\(Instant.never)" == "never" && "\(Instant(seconds: 1.5))" == "1.5s")
  }

  @Test func timersFallDueByWhatTheySay() {
    // In every order of adding the same order comes out.
    let timers = [
      Timer(due: Instant(1), kind: .lapse, id: 9, stamp: 0),
      Timer(due: Instant(2), kind: .deadline, id: 3, stamp: 1),
      Timer(due: Instant(2), kind: .deadline, id: 3, stamp: 2),
      Timer(due: Instant(2), kind: .deadline, id: 4, stamp: 0),
      Timer(due: Instant(2), kind: .silence, id: 1, stamp: 0),
    ]
    for rotation in timers.indices {
      var heap = TimerHeap()
      for timer in timers[rotation...] + timers[..<rotation] { heap.add(timer) }
      var out: [Timer] = []
      while let first = heap.first {
        out.append(first)
        heap.removeFirst()
      }
      #expect(out == timers)
    }
  }
}
