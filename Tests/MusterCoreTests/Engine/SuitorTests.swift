import Testing

@testable import MusterCore

@Suite struct SuitorTests {
  private func priced(_ id: UInt64, _ perTask: Int64, budget: Int64 = Task.unlimited) -> Agent {
    agent(id).with {
      $0.price = Price(perTask: perTask)
      $0.budget = budget
    }
  }

  @Test func aSuitorIsOfTheRightKindHoweverBusy() {
    var scene = Scene(agents: [
      agent(1).with {
        $0.skills = SkillSet([3])
        $0.deviceCount = 2
        $0.deviceModel = 1
      }
    ])
    func demand(_ change: (inout Demand) -> Void) -> Demand {
      var demand = Demand(resources: Resources(cpuMilli: 4000))
      change(&demand)
      return demand
    }
    #expect(scene.engine.hasSuitor(for: demand { _ in }))
    #expect(scene.engine.hasSuitor(for: demand { $0.skills = SkillSet([3]) }))
    #expect(!scene.engine.hasSuitor(for: demand { $0.skills = SkillSet([3, 4]) }))
    #expect(scene.engine.hasSuitor(for: demand { $0.models = 0b10 }))
    #expect(!scene.engine.hasSuitor(for: demand { $0.models = 0b01 }))
    #expect(!scene.engine.hasSuitor(for: demand { $0.resources[Resources.cpuLane] = 4001 }))
    #expect(scene.engine.hasSuitor(for: demand { $0.devices = DeviceDemand(count: 2, milliEach: 1000) }))
    #expect(!scene.engine.hasSuitor(for: demand { $0.devices = DeviceDemand(count: 3, milliEach: 1) }))
    scene.submit(task(1, cpu: 4000))
    scene.allocate()
    scene.ask(.throttle(AgentID(1), limit: 0))
    scene.ask(.drain(AgentID(1)))
    #expect(scene.engine.hasSuitor(for: demand { _ in }))
    scene.ask(.leave(AgentID(1)))
    #expect(!scene.engine.hasSuitor(for: demand { _ in }))
  }

  @Test func anotherSuitorIsOneThatNeitherHasTheTaskNorFailedIt() {
    var scene = Scene(agents: [priced(1, 10), priced(2, 10), priced(3, 50)])
    func hasOther() -> Bool {
      scene.engine.tasks.row(of: TaskID(1)).map { scene.engine.hasOtherSuitor(forTaskAt: $0) } ?? false
    }
    scene.submit(
      task(1).with {
        $0.budget = 65
        $0.retry = RetryRule(attempts: 9, backoff: 0, elsewhere: true)
      })
    #expect(hasOther())
    scene.assign(1, to: 1)
    #expect(hasOther())
    scene.fail(1, cost: 10)
    scene.assign(1, to: 2)
    // Agent 1 failed it, agent 2 has it, and what is left of 65 is 45: too little for agent 3.
    #expect(!hasOther())
    scene.ask(.change(priced(3, 45)))
    #expect(hasOther())
    scene.ask(.leave(AgentID(3)))
    #expect(!hasOther())
  }

  @Test func whatIsReservedAndSpentStandsInTheWay() {
    var scene = Scene(agents: [priced(1, 60)])
    scene.ask(.setTenant(Tenant(id: TenantID(0), budget: 100)))
    #expect(scene.engine.budgetObstacle(for: task(2)) == nil)
    scene.submit(task(1))
    scene.allocate()
    #expect(scene.engine.budgetObstacle(for: task(2)) == .tenantBudget)
    // Another tenant has no budget to keep to.
    #expect(scene.engine.budgetObstacle(for: task(2).with { $0.tenant = TenantID(7) }) == nil)
    scene.fail(1, cost: 10)
    #expect(scene.engine.budgetObstacle(for: task(2)) == nil)
  }

  @Test func theTenantsBudgetIsNamedBeforeTheOthers() {
    var scene = Scene(agents: [priced(1, 50, budget: 40), priced(2, 80)])
    let poor = task(1).with { $0.budget = 70 }
    #expect(scene.engine.budgetObstacle(for: poor) == .taskBudget)
    #expect(scene.engine.budgetObstacle(for: poor.with { $0.demand.skills = SkillSet([9]) }) == nil)
    scene.ask(.setTenant(Tenant(id: TenantID(0), budget: 75)))
    #expect(scene.engine.budgetObstacle(for: poor) == .tenantBudget)
    scene.ask(.setTenant(Tenant(id: TenantID(0))))
    scene.ask(.leave(AgentID(2)))
    #expect(scene.engine.budgetObstacle(for: poor) == .agentBudget)
    scene.ask(.change(priced(1, 0, budget: 0)))
    #expect(scene.engine.budgetObstacle(for: poor) == nil)
  }

  @Test func ofAKnownTaskWhatItCostSoFarCounts() {
    var scene = Scene(agents: [priced(1, 60)])
    let dear = task(1).with { $0.budget = 100 }
    scene.submit(dear)
    #expect(scene.engine.budgetObstacle(for: dear) == nil)
    scene.allocate()
    scene.fail(1, cost: 50)
    #expect(scene.status(1) == .ready)
    #expect(scene.engine.budgetObstacle(for: dear) == .taskBudget)
    #expect(scene.allocate().isEmpty)
  }
}
