import Testing

@testable import MusterCore

@Suite struct LifeCycleTests {
  @Test func aTaskIsLeasedStartedAndEnds() {
    var scene = Scene(agents: [agent(1)])
    scene.submit(task(7).with { $0.value = 2.5 })
    scene.wait(1)
    #expect(scene.allocate().kinds == ["leased"])
    #expect(scene.status(7) == .leased && scene.agent(7) == 1)
    #expect(scene.engine.pool.free[0].cpuMilli == 3000)
    scene.wait(1)
    #expect(scene.ask(.start(scene.lease(7), TaskID(7))).kinds == ["started"])
    #expect(scene.status(7) == .running)
    #expect(scene.ask(.start(scene.lease(7), TaskID(7))).isEmpty)
    scene.wait(3)
    let events = scene.succeed(7)
    #expect(events.endings == ["7 succeeded reported"])
    #expect(scene.status(7) == .succeeded)
    #expect(scene.record(7)?.reward == 2.5 && scene.record(7)?.endedAt == Instant(seconds: 5))
    #expect(scene.engine.pool.free[0].cpuMilli == 4000 && scene.engine.pool.inFlight[0] == 0)
    #expect(scene.engine.totals.ended(.succeeded) == 1 && scene.engine.tasks.liveCount == 0)
  }

  @Test func leasesAreNumberedFromOneAndNeverTwice() {
    var scene = Scene(agents: [agent(1)])
    scene.ask(.submitAll([task(1), task(2)]))
    #expect(scene.allocate().leases.map(\.id) == [LeaseID(1), LeaseID(2)])
    scene.fail(1)
    #expect(scene.allocate().leases.map(\.id) == [LeaseID(3)])
  }

  @Test func cancellingTakesEffectInEveryState() {
    var scene = Scene(agents: [agent(1, cpu: 1000)])
    scene.ask(
      .submitAll([
        task(1),
        task(2).with {
          $0.retry.backoff = 1_000_000_000; $0.retry.backoffLimit = .max
        }, task(3),
        task(4, after: [3]),
      ]))
    scene.allocate()
    scene.succeed(1)
    scene.allocate()
    scene.fail(2)
    scene.allocate()
    #expect(scene.statuses(1, 2, 3, 4) == [.succeeded, .backingOff, .leased, .submitted])
    #expect(scene.ask(.cancel(TaskID(4))).endings == ["4 cancelled cancelledByCaller"])
    #expect(scene.ask(.cancel(TaskID(2))).endings == ["2 cancelled cancelledByCaller"])
    #expect(scene.ask(.cancel(TaskID(3))).endings == ["3 cancelled cancelledByCaller"])
    #expect(scene.ask(.cancel(TaskID(1))).isEmpty)
    #expect(scene.refusal(of: .cancel(TaskID(9))).hasPrefix("task 9: not known"))
    #expect(scene.engine.pool.free[0].cpuMilli == 1000)
    scene.wait(100)
    #expect(scene.advance().isEmpty)
  }

  @Test func whatIsNotKnownIsRefused() {
    var scene = Scene(agents: [agent(1)])
    scene.submit(task(1))
    let unknown = "agent 5: not known; expected an agent that joined the pool"
    #expect(scene.refusal(of: .drain(AgentID(5))) == unknown)
    #expect(scene.refusal(of: .leave(AgentID(5))) == unknown)
    #expect(scene.refusal(of: .heartbeat(AgentID(5))) == unknown)
    #expect(scene.refusal(of: .change(agent(5))) == unknown)
    #expect(scene.refusal(of: .assign(Assignment(task: TaskID(1), agent: AgentID(5)))) == unknown)
    #expect(
      scene.refusal(of: .report(Report(lease: LeaseID(1), task: TaskID(8), succeeded: true)))
        == "task 8: not known; expected a task that was submitted and is still kept")
  }

  /// Every obstacle by its name.
  @Test func assignmentsAreChecked() {
    var scene = Scene(
      agents: [
        agent(1, cpu: 1000), agent(2).with { $0.concurrency = 1 },
        agent(3).with {
          $0.deviceCount = 2; $0.deviceModel = 1
        },
      ])
    scene.ask(
      .submitAll([
        task(1, cpu: 2000), task(2).with { $0.demand.skills = SkillSet([4]) },
        task(3).with { $0.demand.models = 1 },
        task(4), task(5), task(6).with { $0.gang = GangID(1) },
        task(7).with { $0.demand.devices = DeviceDemand(count: 3, milliEach: 1000) },
        task(8).with { $0.demand.devices = DeviceDemand(count: 1, milliEach: 500) },
      ]))
    func refusal(_ task: UInt64, _ agent: UInt64, devices: DeviceMask? = nil) -> String {
      scene.refusal(of: .assign(Assignment(task: TaskID(task), agent: AgentID(agent), devices: devices)))
    }
    #expect(refusal(1, 1) == "task 1: cannot be assigned: doesNotFit")
    #expect(refusal(2, 2) == "task 2: cannot be assigned: lacksSkill")
    #expect(refusal(3, 3) == "task 3: cannot be assigned: wrongModel")
    scene.assign(4, to: 2)
    #expect(refusal(5, 2) == "task 5: cannot be assigned: noSlot")
    #expect(refusal(4, 1) == "task 4: cannot be assigned: taskNotReady")
    #expect(refusal(6, 1) == "task 6: cannot be assigned: gangIncomplete")
    #expect(refusal(7, 3) == "task 7: cannot be assigned: doesNotFit")
    // A mask of the wrong size, of devices that are not there, or without room.
    #expect(refusal(8, 3, devices: 0b11) == "task 8: cannot be assigned: doesNotFit")
    #expect(refusal(8, 3, devices: 0b100) == "task 8: cannot be assigned: doesNotFit")
    scene.ask(.drain(AgentID(1)))
    #expect(refusal(5, 1) == "task 5: cannot be assigned: agentNotActive")
    #expect(
      scene.refusal(of: .assign(Assignment(task: TaskID(5), agent: AgentID(3), score: .nan)))
        == "assignment of task 5: found score nan, effort 1.0, expected a finite score and an effort in 0...1"
    )
    scene.ask(.assign(Assignment(task: TaskID(8), agent: AgentID(3), devices: 0b10)))
    #expect(scene.engine.pool.devices[2].left[0] == 1000 && scene.engine.pool.devices[2].left[1] == 500)
  }

  @Test func devicesAreTakenByBestFit() {
    var scene = Scene(agents: [agent(1).with { $0.deviceCount = 3 }])
    func share(_ id: UInt64, _ milli: Int16, count: UInt8 = 1) -> Task {
      task(id).with { $0.demand.devices = DeviceDemand(count: count, milliEach: milli) }
    }
    scene.submit(share(1, 400))
    scene.submit(share(2, 700))
    scene.submit(share(3, 500))
    #expect(scene.allocate().leases.map(\.devices) == [0b001, 0b010, 0b001])
    scene.submit(share(4, 1000, count: 2))
    #expect(scene.allocate().isEmpty)
    scene.submit(share(5, 100, count: 3))
    #expect(scene.allocate().leases.map(\.devices) == [0b111])
    #expect(scene.engine.pool.deviceUse[0].tasks[0] == 4)
  }

  @Test func feedbackCorrectsTheReward() {
    var scene = Scene(agents: [agent(1)])
    scene.submit(task(1))
    #expect(
      scene.refusal(of: .feedback(TaskID(1), reward: 1))
        == "feedback: found task 1, never leased, expected a task that some agent did")
    scene.allocate()
    scene.succeed(1)
    #expect(
      scene.refusal(of: .feedback(TaskID(1), reward: .nan)) == "reward: found nan, expected a finite number")
    scene.ask(.feedback(TaskID(1), reward: 0.25))
    #expect(scene.record(1)?.reward == 0.25)
    let observed = scene.policy.observed
    #expect(observed.map(\.reward) == [1, 0.25] && observed.map(\.isCorrection) == [false, true])
    #expect(observed[0].decision == observed[1].decision)
  }

  @Test func badReportsAreRefused() {
    var scene = Scene(agents: [agent(1)])
    scene.submit(task(1))
    scene.allocate()
    var report = Report(lease: scene.lease(1), task: TaskID(1), succeeded: true)
    report.cost = -1
    #expect(scene.refusal(of: .report(report)) == "cost: found -1, expected micro-dollars >= 0")
    report.cost = nil
    report.reward = .infinity
    #expect(scene.refusal(of: .report(report)) == "reward: found inf, expected a finite number")
    report.reward = nil
    report.outputTokens = -1
    #expect(scene.refusal(of: .report(report)) == "output tokens: found -1, expected a number >= 0")
  }

  /// An instant before the latest fact counts as the latest fact's.
  @Test func timeNeverRunsBackwards() {
    var scene = Scene(agents: [agent(1)])
    scene.wait(10)
    scene.submit(task(1))
    scene.wait(-5)
    scene.allocate()
    #expect(scene.facts.last?.at == Instant(seconds: 10) && scene.engine.now == Instant(seconds: 10))
  }

  @Test func explanationsStandBeforeTheirLease() {
    var scene = Scene(EngineConfiguration(explainedCandidates: 3), agents: [agent(1)])
    scene.submit(task(1))
    #expect(scene.allocate().kinds == ["explained", "leased"])
  }
}
