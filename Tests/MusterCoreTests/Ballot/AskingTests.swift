import MusterMath
import Testing

@testable import MusterCore

@Suite("A task that asks several") struct AskingTests {
  private func asking(_ rule: BallotRule, _ runs: ClosedRange<UInt64>, first: Int? = nil) -> Task {
    task(1).with { $0.ask = Ask(rule, copies: runs.map { TaskID($0) }, first: first) }
  }

  private func scene(agents: Int) -> Scene {
    Scene(agents: (0..<agents).map { agent(UInt64($0)) }, collectsEffects: true)
  }

  private func answer(_ scene: inout Scene, _ run: UInt64, _ answers: UInt64...) -> [Event] {
    scene.ask(
      .report(
        Report(lease: scene.lease(run), task: TaskID(run), succeeded: true, reward: 0.5, answers: answers)))
  }

  @Test("is done by as many agents, each another, and ends with what they decide") func votes() {
    var scene = scene(agents: 4)
    #expect(scene.submit(asking(.majority, 2...4)).kinds == Array(repeating: "submitted", count: 4))
    let leases = scene.allocate().leases
    #expect(leases.map(\.task.rawValue) == [2, 3, 4] && Set(leases.map(\.agent)).count == 3)
    #expect(scene.status(1) == .submitted)
    #expect(answer(&scene, 3, 8).endings == ["3 succeeded reported"])
    _ = answer(&scene, 2, 7)
    #expect(answer(&scene, 4, 7).endings == ["4 succeeded reported", "1 succeeded ballotDecided"])
    let record = scene.record(1)
    #expect(record?.reward == 0.5 && record?.decision == scene.record(2)?.decision)
    #expect(record.map { scene.engine.pool.agents[Int($0.agent)].id } == leases[0].agent)
    // Each hears, late, whether it agreed.
    let agreements = scene.policy.observed.filter(\.isCorrection)
    #expect(agreements.map(\.task.rawValue) == [2, 3, 4])
    #expect(
      agreements.map(\.agreement) == [true, false, true] && agreements.map(\.reward) == [0.5, 0.5, 0.5])
  }

  @Test("is over when nothing can change it, and calls off who is still at it") func stopsEarly() {
    var scene = scene(agents: 3)
    scene.submit(asking(.majority, 2...4))
    scene.allocate()
    let lease = scene.lease(4)
    _ = answer(&scene, 2, 7)
    _ = scene.takeEffects()
    #expect(
      answer(&scene, 3, 7).endings
        == ["3 succeeded reported", "4 cancelled calledOff", "1 succeeded ballotDecided"])
    let effects = scene.takeEffects()
    #expect(effects.contains { if case .recall(lease, TaskID(4), _) = $0 { true } else { false } })
    #expect(effects.contains(.answer(TaskID(1), .succeeded, .ballotDecided)))
    #expect(scene.engine.tasks.liveCount == 0)
  }

  @Test("is won in a race by the first to succeed") func races() {
    var scene = scene(agents: 3)
    scene.submit(asking(.race, 2...4).with { $0.retry.attempts = 1 })
    scene.allocate()
    #expect(scene.fail(3).endings == ["3 failed attemptsExhausted"])
    #expect(
      scene.succeed(4).endings
        == ["4 succeeded reported", "2 cancelled calledOff", "1 succeeded ballotDecided"])
  }

  @Test("fails when none of its runs answers, with all that waits for it") func fails() {
    var scene = scene(agents: 2)
    scene.submit(asking(.race, 2...3).with { $0.retry.attempts = 1 })
    scene.submit(task(9, after: [1]))
    scene.allocate()
    scene.fail(2)
    #expect(
      scene.fail(3).endings
        == ["3 failed attemptsExhausted", "1 failed noAnswer", "9 cancelled dependencyFailed"])
  }

  @Test("lets what waits for it begin when it is decided") func releases() {
    var scene = scene(agents: 2)
    scene.submit(asking(.race, 2...3))
    scene.submit(task(9, after: [1]))
    scene.allocate()
    scene.succeed(2)
    #expect(scene.status(9) == .ready)
  }

  @Test("asks its reserve when the first disagree") func doubts() {
    var scene = scene(agents: 4)
    scene.submit(asking(.majority, 2...5, first: 2).with { $0.ask?.doubt = 0.45 })
    scene.allocate()
    _ = answer(&scene, 2, 7)
    let events = answer(&scene, 3, 8)
    #expect(events.kinds == ["endedSaying", "submitted", "submitted"])
    #expect(scene.allocate().leases.map(\.task.rawValue) == [4, 5])
    _ = answer(&scene, 4, 8)
    #expect(answer(&scene, 5, 8).endings.last == "1 succeeded ballotDecided")
    #expect(scene.record(1)?.agent == scene.record(3)?.agent)
  }

  @Test("asks its reserve when it is told to") func told() {
    var scene = scene(agents: 4)
    scene.submit(asking(.majority, 2...4, first: 1))
    #expect(scene.ask(.askReserve(TaskID(1))).kinds == ["submitted", "submitted"])
    #expect(scene.ask(.askReserve(TaskID(1))).isEmpty)
    #expect(scene.refusal(of: .askReserve(TaskID(2))).contains("asks one agent"))
  }

  @Test("asks fewer where the assignment of the first run says so") func narrows() {
    var scene = scene(agents: 3)
    scene.submit(asking(.majority, 2...4))
    let events = scene.ask(
      .assign(Assignment(task: TaskID(3), agent: AgentID(0), allowance: Allowance(agents: 2))))
    #expect(events.endings == ["4 cancelled calledOff"])
    _ = scene.allocate()
    _ = answer(&scene, 2, 7)
    #expect(answer(&scene, 3, 7).endings.last == "1 succeeded ballotDecided")
  }

  @Test("has no voice in a run that was called off, and its reserve is asked where the only answer is none")
  func narrowed() {
    var scene = scene(agents: 4)
    scene.submit(asking(.majority, 2...6, first: 3).with { $0.ask?.doubt = 0.5 })
    scene.ask(.assign(Assignment(task: TaskID(2), agent: AgentID(0), allowance: Allowance(agents: 1))))
    #expect(answer(&scene, 2, 7).endings.last == "1 succeeded ballotDecided")
    // One answer agrees with nobody.
    #expect(!scene.policy.observed.contains { $0.agreement != nil })
    var other = self.scene(agents: 4)
    other.submit(
      asking(.majority, 2...6, first: 3).with {
        $0.ask?.doubt = 0.5
        $0.retry.attempts = 1
      })
    other.ask(.assign(Assignment(task: TaskID(2), agent: AgentID(0), allowance: Allowance(agents: 1))))
    #expect(other.fail(2).kinds == ["ended", "submitted", "submitted"])
    #expect(other.allocate().leases.map(\.task.rawValue) == [5, 6])
  }

  @Test(
    "goes by the mean of what its leases say of doubt", arguments: [(0.1, 0.8, true), (0.2, 0.81, false)])
  func saidDoubt(_ first: Double, _ second: Double, _ isAsked: Bool) {
    var scene = scene(agents: 3)
    scene.submit(asking(.majority, 2...4, first: 2))
    for (run, doubt) in [(2, first), (3, second)] as [(UInt64, Double)] {
      scene.ask(
        .assign(
          Assignment(task: TaskID(run), agent: AgentID(run - 2), allowance: Allowance(doubt: doubt))))
    }
    _ = answer(&scene, 2, 7)
    // Half of the answers stand behind the leader.
    #expect(answer(&scene, 3, 8).kinds.contains("submitted") == isAsked)
  }

  @Test("costs what its losers had used when they were called off, once and within the budgets")
  func settles() {
    var scene = Scene(
      agents: [0, 1].map { agent($0).with { $0.price = Price(perTask: 10) } }, collectsEffects: true)
    scene.submit(asking(.race, 2...3).with { $0.budget = 40 })
    scene.allocate()
    let lease = scene.lease(3)
    scene.succeed(2)
    let before = scene.engine.totals.spent
    func bill(_ cost: Int64?, _ lease: LeaseID) -> Request {
      .report(Report(lease: lease, task: TaskID(3), succeeded: false, cost: cost))
    }
    for nothing in [bill(nil, lease), bill(0, lease), bill(5, LeaseID(77)), bill(5, .none)] {
      #expect(scene.ask(nothing).kinds == ["reportIgnored"])
    }
    let copy = try? Engine(snapshot: scene.engine.snapshot())
    #expect(copy?.stateHash() == scene.engine.stateHash())
    // A half of 40 is the run's own budget.
    #expect(scene.ask(bill(25, lease)) == [.settled(lease, TaskID(3), charge: 20, overrun: 5)])
    #expect(scene.record(3)?.spent == 20 && scene.engine.totals.spent == before + 20)
    #expect(scene.engine.pool.spent == [10, 20] && scene.engine.tenants.spent == [30])
    #expect(scene.ask(bill(25, lease)).kinds == ["reportIgnored"])
  }

  @Test("comes in a batch, with what waits for it") func batched() {
    var scene = scene(agents: 4)
    let ask = asking(.majority, 2...3)
    let other = task(5, after: [1]).with { $0.ask = Ask(.race, copies: [TaskID(6)]) }
    let run = { (id: UInt64) in task(9, after: [id]) }
    #expect(scene.refusal(of: .submitAll([ask, run(2)])).contains("task 2, a run of task 1"))
    for twice in [task(3), task(7).with { $0.ask = Ask(.race, copies: [TaskID(3)]) }] {
      #expect(scene.refusal(of: .submitAll([ask, twice])).contains("task 3"))
      #expect(scene.refusal(of: .submitAll([twice, ask])).contains("task 3"))
    }
    let submitted = scene.ask(.submitAll([other, ask])).compactMap { event in
      if case .submitted(let task) = event { task.id.rawValue } else { nil }
    }
    #expect(submitted == [1, 2, 3, 5, 6])
    scene.allocate()
    #expect(scene.status(6) == .submitted)
    _ = answer(&scene, 2, 7)
    _ = answer(&scene, 3, 7)
    #expect(scene.status(1) == .succeeded && scene.status(6) == .ready)
    var full = Scene(EngineConfiguration(taskLimit: 3), agents: [agent(1)])
    #expect(full.refusal(of: .submitAll([ask, task(4)])).contains("3"))
  }

  @Test("goes twice to one agent only where there is no other") func distinct() {
    var scene = scene(agents: 2)
    scene.submit(asking(.majority, 2...4))
    // The third has nobody of its own: all two have one already.
    #expect(scene.allocate().leases.count == 3)
    var other = Scene(agents: [agent(1), agent(2, cpu: 1000)])
    other.submit(task(8))
    other.assign(8, to: 2)
    other.submit(asking(.majority, 2...3))
    // Agent 2 is busy: the second run waits for it rather than go to agent 1 as well.
    #expect(other.allocate().leases.map(\.task.rawValue) == [2])
    #expect(
      other.refusal(of: .assign(Assignment(task: TaskID(3), agent: AgentID(1)))).contains("siblingThere"))
    other.succeed(8)
    #expect(other.allocate().leases.map(\.agent.rawValue) == [2])
  }

  @Test("takes its runs along when it is cancelled or expires") func cancelled() {
    var scene = scene(agents: 3)
    scene.submit(asking(.majority, 2...3).with { $0.deadline = Instant(1_000_000_000) })
    scene.allocate()
    #expect(
      scene.ask(.cancel(TaskID(1))).endings
        == ["1 cancelled cancelledByCaller", "2 cancelled calledOff", "3 cancelled calledOff"])
    scene.submit(
      task(5).with {
        $0.ask = Ask(.race, copies: [TaskID(6)])
        $0.deadline = Instant(1_000_000_000)
      })
    scene.wait(1)
    #expect(scene.advance().endings == ["5 expired deadlinePassed", "6 cancelled calledOff"])
  }

  @Test("splits its budget among its runs") func budget() {
    var scene = scene(agents: 2)
    scene.submit(asking(.majority, 2...4).with { $0.budget = 100 })
    #expect(scene.engine.task(TaskID(2))?.task.budget == 33)
  }

  @Test("is refused where it makes no sense, and says which part") func refusals() {
    var scene = scene(agents: 1)
    let empty = task(1).with { $0.ask = Ask(.race, copies: []) }
    #expect(scene.refusal(of: .submit(empty)) == "task 1 copies: found 0, expected 1...16 runs")
    let itself = task(1).with { $0.ask = Ask(.race, copies: [TaskID(1)]) }
    #expect(scene.refusal(of: .submit(itself)).contains("task 1 twice"))
    let none = task(1).with { $0.ask = Ask(.race, copies: [TaskID(2)], first: 0) }
    #expect(scene.refusal(of: .submit(none)).hasPrefix("task 1 first runs: found 0"))
    let doubtful = task(1).with { $0.ask = Ask(.race, copies: [TaskID(2)], doubt: .nan) }
    #expect(scene.refusal(of: .submit(doubtful)).hasPrefix("task 1 doubt: found nan"))
    scene.submit(task(1).with { $0.ask = Ask(.race, copies: [TaskID(2)]) })
    #expect(scene.refusal(of: .submit(task(7, after: [2]))).contains("task 2, a run of task 1"))
    for (allowance, part) in [
      (Allowance(turns: TurnCap(limit: 0)), "turns"), (Allowance(tries: 0), "tries"),
      (Allowance(agents: 0), "agents"), (Allowance(examples: -1), "examples"),
      (Allowance(weight: .nan), "weight"), (Allowance(doubt: .nan), "doubt"),
    ] {
      let assignment = Assignment(task: TaskID(2), agent: AgentID(0), allowance: allowance)
      #expect(scene.refusal(of: .assign(assignment)).hasPrefix("assignment of task 2, \(part)"))
    }
  }

  @Test("fails after as many tries as the lease allows") func tries() {
    var scene = scene(agents: 1)
    scene.submit(task(1).with { $0.retry.attempts = 5 })
    scene.ask(.assign(Assignment(task: TaskID(1), agent: AgentID(0), allowance: Allowance(tries: 1))))
    #expect(scene.fail(1).endings == ["1 failed attemptsExhausted"])
  }

  @Test("learns the turns of a try, and whether its cap ended it") func turns() {
    var scene = scene(agents: 1)
    for id in 1...3 as ClosedRange<UInt64> {
      scene.submit(task(id))
      let cap = Allowance(turns: TurnCap(limit: 20, extra: 10))
      scene.ask(.assign(Assignment(task: TaskID(id), agent: AgentID(0), allowance: cap)))
      scene.ask(
        .report(
          Report(
            lease: scene.lease(id), task: TaskID(id), succeeded: id == 1, retryable: id == 2,
            turns: id == 3 ? 12 : 20)))
    }
    #expect(scene.policy.observed.map(\.turns) == [20, 20, 12])
    #expect(scene.policy.observed.map(\.isCutShort) == [false, true, false])
  }
}
