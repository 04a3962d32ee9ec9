import Testing

@testable import MusterCore

@Suite struct GangTests {
  static func gang(_ ids: ClosedRange<UInt64>, _ gang: UInt64 = 1, cpu: Int64 = 1000) -> [Task] {
    ids.map { id in task(id, cpu: cpu).with { $0.gang = GangID(gang) } }
  }

  @Test func aGangIsLeasedWholeOrNotAtAll() {
    var scene = Scene(agents: [agent(1, cpu: 2000)])
    scene.ask(.submitAll(GangTests.gang(1...3)))
    #expect(scene.engine.readyCount == 1)
    #expect(scene.allocate().isEmpty)
    #expect(scene.statuses(1, 2, 3) == [.ready, .ready, .ready])
    scene.ask(.join(agent(2, cpu: 1000)))
    #expect(scene.allocate().kinds == ["leased", "leased", "leased"])
  }

  /// All members must fit at the same time, and none may be missing, double or of another gang.
  @Test func assignmentsOfAGangAreWhole() {
    var scene = Scene(agents: [agent(1, cpu: 2000), agent(2, cpu: 1000)])
    scene.ask(.submitAll(GangTests.gang(1...3) + GangTests.gang(4...4, 2)))
    func assign(_ pairs: [(UInt64, UInt64)]) -> Request {
      .assignGang(pairs.map { Assignment(task: TaskID($0.0), agent: AgentID($0.1)) })
    }
    #expect(scene.refusal(of: assign([(1, 1), (2, 1)])) == "task 1: cannot be assigned: gangIncomplete")
    #expect(
      scene.refusal(of: assign([(1, 1), (2, 1), (2, 2)])) == "task 2: cannot be assigned: gangIncomplete")
    #expect(
      scene.refusal(of: assign([(1, 1), (2, 1), (4, 2)])) == "task 4: cannot be assigned: gangIncomplete")
    #expect(scene.refusal(of: assign([(1, 1), (2, 1), (3, 1)])) == "task 3: cannot be assigned: doesNotFit")
    #expect(scene.ask(assign([])).isEmpty)
    #expect(scene.ask(assign([(3, 1), (1, 1), (2, 2)])).leases.map(\.id.rawValue) == [1, 2, 3])
  }

  @Test func slotsAndDevicesAreCountedOverTheWholeGang() {
    var scene = Scene(agents: [
      agent(1).with {
        $0.concurrency = 2; $0.deviceCount = 2
      }
    ])
    let three = GangTests.gang(1...3)
    scene.ask(.submitAll(three))
    let assignments = (1...3).map { Assignment(task: TaskID(UInt64($0)), agent: AgentID(1)) }
    #expect(scene.refusal(of: .assignGang(assignments)) == "task 3: cannot be assigned: noSlot")
    let devices = GangTests.gang(4...5, 2).map {
      $0.with { $0.demand.devices = DeviceDemand(count: 1, milliEach: 600) }
    }
    scene.ask(.submitAll(devices))
    let both = [4, 5].map { Assignment(task: TaskID($0), agent: AgentID(1), devices: 0b1) }
    #expect(scene.refusal(of: .assignGang(both)) == "task 5: cannot be assigned: doesNotFit")
    let apart = [4, 5].map { Assignment(task: TaskID($0), agent: AgentID(1)) }
    #expect(scene.ask(.assignGang(apart)).leases.map(\.devices) == [0b01, 0b10])
  }

  @Test func membersWaitForEachOther() {
    var scene = Scene(agents: [agent(1)])
    scene.submit(task(9))
    var gang = GangTests.gang(1...2)
    gang[1].dependencies = [TaskID(9)]
    scene.ask(.submitAll(gang))
    #expect(scene.statuses(1, 2) == [.submitted, .submitted])
    scene.allocate()
    scene.succeed(9)
    #expect(scene.statuses(1, 2) == [.ready, .ready] && scene.engine.readyCount == 1)
  }

  @Test func oneFailedTryTakesAllLeasesBack() {
    var scene = Scene(agents: [agent(1)])
    scene.ask(
      .submitAll(
        GangTests.gang(1...3).map {
          $0.with { $0.retry = RetryRule(attempts: 2, backoff: 1_000_000_000, backoffLimit: .max, jitter: 0) }
        }))
    scene.allocate()
    let events = scene.fail(2)
    #expect(events.kinds == ["attemptFailed", "revoked", "revoked"])
    #expect(events.revocations == ["1 gangBroken", "3 gangBroken"])
    #expect(scene.statuses(1, 2, 3) == [.submitted, .backingOff, .submitted])
    #expect(scene.allocate().isEmpty)
    scene.wait(1)
    scene.advance()
    #expect(scene.statuses(1, 2, 3) == [.ready, .ready, .ready])
    #expect(scene.allocate().kinds == ["leased", "leased", "leased"])
    #expect(
      scene.fail(2).endings == [
        "2 failed attemptsExhausted", "1 cancelled gangFailed", "3 cancelled gangFailed",
      ])
  }

  @Test func thoseThatAreDoneAreMissedByNobody() {
    var scene = Scene(agents: [agent(1)])
    scene.ask(.submitAll(GangTests.gang(1...3)))
    scene.allocate()
    scene.succeed(2)
    #expect(scene.fail(1).revocations == ["3 gangBroken"])
    #expect(scene.statuses(1, 2, 3) == [.ready, .succeeded, .ready])
    #expect(scene.allocate().leases.map(\.task) == [TaskID(1), TaskID(3)])
  }

  @Test func everyWayToLoseAMemberBreaksTheGang() {
    // By its agent's leave, by the lapse of a lease, by shrinking, by a cancellation.
    var scene = Scene(
      EngineConfiguration(leaseTerm: 1_000_000_000), agents: [agent(1, cpu: 1000), agent(2, cpu: 1000)])
    scene.ask(.submitAll(GangTests.gang(1...2)))
    scene.allocate()
    #expect(scene.ask(.leave(AgentID(2))).revocations == ["2 agentLeft", "1 gangBroken"])
    scene.ask(.join(agent(2, cpu: 1000)))
    scene.allocate()
    #expect(scene.ask(.change(agent(1, cpu: 500))).revocations == ["1 capacityShrunk", "2 gangBroken"])
    scene.ask(.change(agent(1, cpu: 1000)))
    scene.allocate()
    scene.wait(1)
    // Both lapse at one instant: the first takes the other with it.
    #expect(scene.advance().revocations == ["1 lapsed", "2 gangBroken"])
    scene.allocate()
    #expect(
      scene.ask(.cancel(TaskID(2))).endings == ["2 cancelled cancelledByCaller", "1 cancelled gangFailed"])
  }

  @Test func bothMembersOnTheLeavingAgentAreRevokedOnce() {
    var scene = Scene(agents: [agent(1)])
    scene.ask(.submitAll(GangTests.gang(1...3)))
    scene.allocate()
    #expect(
      scene.ask(.leave(AgentID(1))).revocations == ["1 agentLeft", "2 gangBroken", "3 gangBroken"])
  }

  @Test func aGangThatDependsOnAFailureIsCancelledWhole() {
    var scene = Scene(agents: [agent(1)])
    scene.submit(task(9))
    scene.ask(.cancel(TaskID(9)))
    var gang = GangTests.gang(1...2)
    gang[1].dependencies = [TaskID(9)]
    #expect(
      scene.ask(.submitAll(gang)).endings == ["1 cancelled gangFailed", "2 cancelled dependencyFailed"])
  }

  @Test func aGangWithoutPatienceIsRejectedWhole() {
    var scene = Scene(agents: [agent(1, cpu: 1000)])
    scene.ask(.submitAll(GangTests.gang(1...2).map { $0.with { $0.patience = 0 } }))
    #expect(scene.allocate().endings == ["1 rejected notPlaced", "2 cancelled gangFailed"])
  }

  @Test func aGangOfOneIsAGang() {
    var scene = Scene(agents: [agent(1)])
    scene.ask(.submit(GangTests.gang(1...1)[0]))
    #expect(scene.allocate().kinds == ["leased"])
    scene.succeed(1)
    // Its number is free again.
    scene.ask(.submitAll(GangTests.gang(2...3)))
    #expect(scene.statuses(2, 3) == [.ready, .ready])
  }
}
