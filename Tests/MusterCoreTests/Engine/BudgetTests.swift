import Testing

@testable import MusterCore

@Suite struct BudgetTests {
  /// 10 for the task, 3 for each second begun, and by tokens.
  static let price = Price(
    perTask: 10, perSecond: 3, perMillionInputTokens: 2_000_000, perMillionOutputTokens: 5_000_000)

  /// By hand: 10 + 2 s x 3 + 4 tokens x 2 + 6 tokens x 5 = 54.
  static let priced = task(1).with {
    $0.inputTokens = 4
    $0.outputTokenLimit = 6
    $0.timeLimit = 2_000_000_000
  }

  @Test func quotesByHand() {
    #expect(BudgetTests.priced.quote(at: BudgetTests.price) == 54)
    #expect(Price.free.quote(inputTokens: .max, outputTokens: .max, duration: .max) == 0)
    // Each part is rounded up: 1 token at 1 a million, and 1 ns at 1 a second.
    let small = Price(perSecond: 1, perMillionInputTokens: 1, perMillionOutputTokens: 1)
    #expect(small.quote(inputTokens: 1, outputTokens: 0, duration: 1) == 2)
    let vast = Price(perTask: .max, perSecond: .max)
    #expect(vast.quote(inputTokens: 0, outputTokens: 0, duration: .max) == .max)
  }

  @Test func whatALeaseCanCostIsReserved() {
    var scene = Scene(agents: [agent(1).with { $0.price = BudgetTests.price }])
    scene.submit(BudgetTests.priced)
    scene.allocate()
    #expect(scene.record(1)?.reserve == 54 && scene.engine.pool.reserved[0] == 54)
    #expect(scene.engine.tenants.reserved[0] == 54)
    scene.ask(.report(Report(lease: scene.lease(1), task: TaskID(1), succeeded: true, cost: 60)))
    #expect(scene.record(1)?.spent == 60 && scene.record(1)?.reserve == 0)
    #expect(scene.engine.pool.spent[0] == 60 && scene.engine.tenants.spent[0] == 60)
    #expect(scene.engine.pool.reserved[0] == 0 && scene.engine.tenants.reserved[0] == 0)
    #expect(scene.engine.totals.spent == 60 && scene.engine.totals.overrun == 0)
  }

  /// 60 was the cost and 54 reserved; each budget in turn has room for 57.
  @Test(arguments: ["task", "tenant", "agent"]) func aCostBeyondABudgetIsChargedAsFarAsTheBudgetGoes(
    _ whose: String
  ) {
    var scene = Scene(agents: [
      agent(1).with {
        $0.price = BudgetTests.price
        if whose == "agent" { $0.budget = 57 }
      }
    ])
    if whose == "tenant" { scene.ask(.setTenant(Tenant(id: TenantID(0), budget: 57))) }
    scene.submit(BudgetTests.priced.with { if whose == "task" { $0.budget = 57 } })
    scene.allocate()
    scene.ask(.report(Report(lease: scene.lease(1), task: TaskID(1), succeeded: true, cost: 60)))
    #expect(scene.record(1)?.spent == 57)
    #expect(scene.engine.pool.spent[0] == 57 && scene.engine.tenants.spent[0] == 57)
    #expect(scene.engine.totals.spent == 57 && scene.engine.totals.overrun == 3)
  }

  @Test func withoutAWordOnCostThePriceCounts() {
    var scene = Scene(agents: [agent(1).with { $0.price = BudgetTests.price }])
    scene.submit(BudgetTests.priced)
    scene.allocate()
    scene.wait(1.5)
    // 10 + ceil(1.5 x 3) + 4 x 2 + 1 x 5.
    scene.ask(.report(Report(lease: scene.lease(1), task: TaskID(1), succeeded: true, outputTokens: 1)))
    #expect(scene.record(1)?.spent == 28)
  }

  @Test func nobodyPaysForALeaseThatIsTakenBack() {
    var scene = Scene(agents: [agent(1).with { $0.price = BudgetTests.price }])
    scene.submit(BudgetTests.priced)
    scene.allocate()
    scene.wait(1)
    scene.ask(.leave(AgentID(1)))
    #expect(scene.record(1)?.spent == 0 && scene.engine.pool.reserved[0] == 0)
  }

  @Test func eachBudgetHolds() {
    var scene = Scene(agents: [
      agent(1).with {
        $0.price = Price(perTask: 10); $0.budget = 25
      }
    ])
    scene.ask(.setTenant(Tenant(id: TenantID(1), budget: 15)))
    scene.submit(task(1).with { $0.budget = 9 })
    scene.submit(task(2).with { $0.tenant = TenantID(1) })
    scene.submit(task(3).with { $0.tenant = TenantID(1) })
    scene.submit(task(4))
    scene.submit(task(5))
    func refusal(_ id: UInt64) -> String {
      scene.refusal(of: .assign(Assignment(task: TaskID(id), agent: AgentID(1))))
    }
    #expect(refusal(1) == "task 1: cannot be assigned: taskBudget")
    scene.assign(2, to: 1)
    #expect(refusal(3) == "task 3: cannot be assigned: tenantBudget")
    scene.assign(4, to: 1)
    #expect(refusal(5) == "task 5: cannot be assigned: agentBudget")
    // A cheaper end gives back what it did not use.
    scene.ask(.report(Report(lease: scene.lease(4), task: TaskID(4), succeeded: true, cost: 5)))
    scene.assign(5, to: 1)
    #expect(scene.engine.pool.reserved[0] + scene.engine.pool.spent[0] == 25)
  }

  @Test func aGangsReservesAddUp() {
    var scene = Scene(agents: [agent(1).with { $0.price = Price(perTask: 10) }])
    scene.ask(.setTenant(Tenant(id: TenantID(0), budget: 29)))
    scene.ask(.submitAll(GangTests.gang(1...3)))
    let assignments = (1...3).map { Assignment(task: TaskID(UInt64($0)), agent: AgentID(1)) }
    #expect(scene.refusal(of: .assignGang(assignments)) == "task 3: cannot be assigned: tenantBudget")
    scene.ask(.setTenant(Tenant(id: TenantID(0), budget: 30)))
    #expect(scene.ask(.assignGang(assignments)).leases.count == 3)
  }

  @Test func aTaskThatSpentItsBudgetFails() {
    var scene = Scene(agents: [agent(1).with { $0.price = Price(perTask: 10) }])
    scene.submit(
      task(1).with {
        $0.budget = 20; $0.retry.attempts = 9
      })
    scene.allocate()
    #expect(scene.fail(1).kinds == ["attemptFailed"])
    scene.allocate()
    #expect(scene.fail(1).endings == ["1 failed budgetSpent"])
    #expect(scene.record(1)?.spent == 20)
  }

  /// A budget lowered below what was spent stops further work and disturbs nothing else.
  @Test func aLoweredBudgetStopsWhatCosts() {
    var scene = Scene(agents: [agent(1).with { $0.price = Price(perTask: 10) }, agent(2)])
    scene.submit(task(1))
    scene.assign(1, to: 1)
    var facts: [Fact] = []
    var engine = scene.engine
    #expect(throws: Never.self) {
      try engine.perform(.setTenant(Tenant(id: TenantID(0), budget: 3)), at: scene.now, into: &facts)
      try engine.perform(.submit(task(2)), at: scene.now, into: &facts)
    }
    #expect(engine.violations(budgetsFixed: false).isEmpty)
    #expect(engine.violations().map(\.rule) == [.budgetKept])
    #expect(throws: EngineError.notAssignable(TaskID(2), .tenantBudget)) {
      try engine.perform(.assign(Assignment(task: TaskID(2), agent: AgentID(1))), at: scene.now, into: &facts)
    }
    // What is free of charge may still be done.
    #expect(throws: Never.self) {
      try engine.perform(.assign(Assignment(task: TaskID(2), agent: AgentID(2))), at: scene.now, into: &facts)
    }
  }

  /// However dear, sums do not trap: without a budget the limit is what a number holds.
  @Test func vastPricesAndCostsDoNotTrap() {
    var scene = Scene(agents: [agent(1).with { $0.price = Price(perTask: .max) }, agent(2)])
    scene.ask(.submitAll([task(1), task(2), task(3), task(4)]))
    scene.assign(1, to: 1)
    #expect(
      scene.refusal(of: .assign(Assignment(task: TaskID(2), agent: AgentID(1))))
        == "task 2: cannot be assigned: tenantBudget")
    for id in 2...4 as ClosedRange<UInt64> {
      scene.assign(id, to: 2)
      scene.ask(.report(Report(lease: scene.lease(id), task: TaskID(id), succeeded: true, cost: .max)))
    }
    #expect(scene.engine.totals.overrun == .max)
  }
}
