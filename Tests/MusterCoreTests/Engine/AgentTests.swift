import Testing

@testable import MusterCore

@Suite struct AgentTests {
  @Test func whatAnAgentOffersIsValidated() {
    var scene = Scene()
    let cases: [(Agent, String)] = [
      (
        agent(1, cpu: -1),
        "agent 1 capacity of cpu: found -1, expected an amount in 0...\(Engine.amountLimit)"
      ),
      (agent(1).with { $0.deviceCount = 17 }, "agent 1 devices: found 17, expected at most 16"),
      (agent(1).with { $0.deviceModel = 64 }, "agent 1 device model: found 64, expected below 64"),
      (agent(1).with { $0.concurrency = 0 }, "agent 1 concurrency: found 0, expected >= 1"),
      (agent(1).with { $0.speed = 0 }, "agent 1 speed: found 0.0, expected a number above 0"),
      (agent(1).with { $0.speed = .infinity }, "agent 1 speed: found inf, expected a number above 0"),
      (
        agent(1).with { $0.price.perSecond = -1 },
        "agent 1 price or budget: found a negative amount, expected >= 0"
      ),
      (agent(1).with { $0.budget = -1 }, "agent 1 price or budget: found a negative amount, expected >= 0"),
      (agent(1).with { $0.features = [.nan] }, "agent 1 feature: found nan, expected a finite number"),
      (
        agent(1).with { $0.role = RoleID(.max) },
        "agent 1 role: found 4294967295, expected an index below 1048576"
      ),
    ]
    for (agent, message) in cases { #expect(scene.refusal(of: .join(agent)) == message) }
  }

  @Test func aLeavingAgentsWorkGoesBackToTheQueue() {
    var scene = Scene(agents: [agent(1)])
    scene.ask(.submitAll([task(1), task(2)]))
    scene.allocate()
    let events = scene.ask(.leave(AgentID(1)))
    #expect(events.kinds == ["revoked", "revoked", "agentLeft"])
    #expect(events.revocations == ["1 agentLeft", "2 agentLeft"])
    #expect(scene.statuses(1, 2) == [.ready, .ready] && scene.agentStatus(1) == .left)
    #expect(scene.engine.pool.totalCapacity == .zero && scene.engine.pool.activeCount == 0)
    #expect(scene.allocate().isEmpty)
    #expect(scene.ask(.leave(AgentID(1))).isEmpty)
    #expect(scene.refusal(of: .heartbeat(AgentID(1))).hasPrefix("agent 1: not known"))
    // It comes back to its row, with its money as it was.
    #expect(scene.ask(.join(agent(1, cpu: 1000))).kinds == ["agentJoined"])
    #expect(scene.engine.pool.count == 1 && scene.engine.pool.free[0].cpuMilli == 1000)
    #expect(scene.allocate().leases.count == 1)
  }

  /// An endpoint has no voice of its own: neither its silence nor that of its leases says anything.
  @Test func anAgentThatIsNotWatchedIsNeverSuspected() {
    let terms = EngineConfiguration(leaseTerm: 5_000_000_000, suspectAfter: 10_000_000_000)
    var scene = Scene(terms, agents: [agent(1).with { $0.isWatched = false }])
    scene.submit(task(1))
    #expect(scene.allocate().leases.map(\.until) == [.never])
    scene.wait(1000)
    #expect(scene.advance().isEmpty)
    #expect(scene.agentStatus(1) == .active && scene.status(1) == .leased)
    let message = "agent 1 watched: found true, expected what it joined the pool with"
    #expect(scene.refusal(of: .change(agent(1))) == message)

    var watched = Scene(terms, agents: [agent(1)])
    watched.wait(11)
    #expect(watched.advance().kinds == ["agentSuspected"])
  }

  @Test func joiningTwiceIsAChange() {
    var scene = Scene(agents: [agent(1)])
    scene.submit(task(1))
    scene.allocate()
    #expect(scene.ask(.join(agent(1, cpu: 8000))).kinds == ["agentChanged"])
    #expect(scene.status(1) == .leased && scene.engine.pool.free[0].cpuMilli == 7000)
  }

  /// The least important and latest go first, and only as many as must.
  @Test func workThatNoLongerFitsGoesBack() {
    var scene = Scene(agents: [agent(1, cpu: 4000)])
    scene.ask(
      .submitAll([task(1).with { $0.priority = 1 }, task(2), task(3), task(4).with { $0.priority = 1 }]))
    scene.allocate()
    #expect(scene.ask(.change(agent(1, cpu: 2500))).revocations == ["3 capacityShrunk", "2 capacityShrunk"])
    #expect(scene.statuses(1, 2, 3, 4) == [.leased, .ready, .ready, .leased])
    #expect(scene.engine.pool.free[0].cpuMilli == 500)
    let slots = agent(1, cpu: 2500).with { $0.concurrency = 1 }
    #expect(scene.ask(.change(slots)).revocations == ["4 capacityShrunk"])
  }

  @Test func lostDevicesTakeTheirTasksAlong() {
    var scene = Scene(agents: [agent(1).with { $0.deviceCount = 3 }])
    func share(_ id: UInt64, count: UInt8, milli: Int16) -> Task {
      task(id).with { $0.demand.devices = DeviceDemand(count: count, milliEach: milli) }
    }
    scene.submit(share(1, count: 1, milli: 500))
    scene.submit(share(2, count: 2, milli: 1000))
    #expect(scene.allocate().leases.map(\.devices) == [0b001, 0b110])
    #expect(scene.ask(.change(agent(1).with { $0.deviceCount = 2 })).revocations == ["2 capacityShrunk"])
    #expect(scene.engine.pool.devices[0].left[0] == 500 && scene.engine.pool.devices[0].left[1] == 1000)
    scene.ask(.change(agent(1).with { $0.deviceCount = 4 }))
    #expect(scene.allocate().leases.map(\.devices) == [0b0110])
  }

  @Test func aDrainingAgentFinishesAndLeaves() {
    var scene = Scene(agents: [agent(1)])
    scene.ask(.submitAll([task(1), task(2)]))
    scene.assign(1, to: 1)
    #expect(scene.ask(.drain(AgentID(1))).kinds == ["agentDraining"])
    #expect(scene.ask(.drain(AgentID(1))).isEmpty)
    #expect(scene.allocate().isEmpty && scene.status(2) == .ready)
    #expect(scene.advance().isEmpty)
    scene.wait(1)
    scene.succeed(1)
    #expect(scene.engine.nextDue == scene.now)
    #expect(scene.advance().kinds == ["agentLeft"])
    #expect(scene.agentStatus(1) == .left)
    #expect(scene.refusal(of: .drain(AgentID(1))).hasPrefix("agent 1: not known"))
  }

  @Test func anIdleAgentDrainsAtOnce() {
    var scene = Scene(agents: [agent(1)])
    scene.ask(.drain(AgentID(1)))
    #expect(scene.advance().kinds == ["agentLeft"])
  }

  static let watched = EngineConfiguration(suspectAfter: 8_000_000_000, leaveAfter: 4_000_000_000)

  @Test func aSilentAgentIsSuspectedThenGone() {
    var scene = Scene(AgentTests.watched, agents: [agent(1)])
    scene.ask(.submitAll([task(1), task(2)]))
    scene.assign(1, to: 1)
    scene.wait(7.9)
    #expect(scene.advance().isEmpty)
    scene.wait(0.1)
    #expect(scene.advance().kinds == ["agentSuspected"])
    #expect(scene.agentStatus(1) == .suspected && scene.status(1) == .leased)
    #expect(scene.allocate().isEmpty)
    scene.wait(4)
    let events = scene.advance()
    #expect(events.revocations == ["1 agentLeft"] && events.last == .agentLeft(AgentID(1), .silent))
    #expect(scene.statuses(1, 2) == [.ready, .ready])
  }

  @Test func withoutGraceItLeavesAtOnce() {
    var scene = Scene(EngineConfiguration(suspectAfter: 1_000_000_000, leaveAfter: 0), agents: [agent(1)])
    scene.wait(1)
    #expect(scene.advance().kinds == ["agentLeft"])
  }

  @Test func aHeartbeatKeepsOrClears() {
    var scene = Scene(AgentTests.watched, agents: [agent(1)])
    scene.wait(1)
    // Signs of life closer together than a quarter of the time-out are one.
    #expect(scene.ask(.heartbeat(AgentID(1))).isEmpty)
    scene.wait(1)
    #expect(scene.ask(.heartbeat(AgentID(1))).kinds == ["heartbeat"])
    #expect(scene.engine.nextDue == Instant(seconds: 10))
    scene.wait(8)
    #expect(scene.advance().kinds == ["agentSuspected"])
    scene.wait(1)
    #expect(scene.ask(.heartbeat(AgentID(1))).kinds == ["agentCleared"])
    #expect(scene.agentStatus(1) == .active && scene.engine.nextDue == Instant(seconds: 19))
  }

  /// Whatever it says, it is heard of.
  @Test func anyWordClears() {
    let words: [(Scene) -> Request] = [
      { .start($0.lease(1), TaskID(1)) }, { .renew($0.lease(1), TaskID(1)) },
      { .report(Report(lease: $0.lease(1), task: TaskID(1), succeeded: true)) },
      { _ in .join(agent(1)) }, { _ in .change(agent(1, cpu: 100)) },
    ]
    for word in words {
      var scene = Scene(AgentTests.watched, agents: [agent(1)])
      scene.submit(task(1))
      scene.allocate()
      scene.wait(8)
      scene.advance()
      #expect(scene.agentStatus(1) == .suspected)
      #expect(scene.ask(word(scene)).kinds.first == "agentCleared")
      #expect(scene.agentStatus(1) == .active)
    }
  }

  @Test func workIsASignOfLife() {
    var scene = Scene(AgentTests.watched, agents: [agent(1)])
    scene.submit(task(1))
    scene.allocate()
    for _ in 0..<5 {
      scene.wait(5)
      #expect(scene.advance().isEmpty)
      scene.ask(.renew(scene.lease(1), TaskID(1)))
    }
    #expect(scene.agentStatus(1) == .active)
  }

  /// It stays draining, whether it is heard of again or not.
  @Test func aSilentDrainingAgentLeavesInTheEnd() {
    var scene = Scene(AgentTests.watched, agents: [agent(1)])
    scene.submit(task(1))
    scene.allocate()
    scene.ask(.drain(AgentID(1)))
    scene.wait(8)
    #expect(scene.advance().isEmpty && scene.agentStatus(1) == .draining)
    scene.ask(.heartbeat(AgentID(1)))
    #expect(scene.agentStatus(1) == .draining)
    scene.wait(11.9)
    #expect(scene.advance().isEmpty)
    scene.wait(0.1)
    #expect(scene.advance().kinds == ["revoked", "agentLeft"])
  }

  @Test func aSuspectCanBeDrained() {
    var scene = Scene(AgentTests.watched, agents: [agent(1)])
    scene.wait(8)
    scene.advance()
    scene.ask(.drain(AgentID(1)))
    #expect(scene.advance().kinds == ["agentLeft"])
  }
}
