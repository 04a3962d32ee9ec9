import Testing

@testable import MusterCore

@Suite struct ListingTests {
  private func ids(_ scene: Scene, _ rows: [Int]) -> [UInt64] {
    rows.map { scene.engine.tasks.specs[$0].id.rawValue }
  }

  @Test func aTaskIsShownWithItsAgent() {
    var scene = Scene(agents: [agent(1).with { $0.name = "one" }, agent(2).with { $0.name = "two" }])
    #expect(scene.engine.task(TaskID(1)) == nil)
    scene.submit(task(1).with { $0.retry.elsewhere = true })
    #expect(scene.engine.task(TaskID(1))?.agent == nil && scene.engine.task(TaskID(1))?.status == .ready)
    scene.allocate()
    scene.fail(1)
    scene.allocate()
    let view = scene.engine.task(TaskID(1))
    #expect(view?.status == .leased && view?.agent == AgentID(2) && view?.agentName == "two")
    #expect(view?.failedAgents == [AgentID(1)] && view?.record.failures == 1 && view?.task.id == TaskID(1))
  }

  @Test func aKeyFindsItsTaskForItsTenantOnly() {
    var configuration = EngineConfiguration()
    configuration.retention = 1
    var scene = Scene(configuration)
    scene.submit(task(5).with { $0.idempotencyKey = "a" })
    #expect(scene.engine.task(ofKey: "a", tenant: TenantID(0)) == TaskID(5))
    #expect(scene.engine.task(ofKey: "a", tenant: TenantID(1)) == nil)
    #expect(scene.engine.task(ofKey: "b", tenant: TenantID(0)) == nil)
    scene.ask(.cancel(TaskID(5)))
    #expect(scene.engine.task(ofKey: "a", tenant: TenantID(0)) == TaskID(5))
    scene.submit(task(6))
    scene.ask(.cancel(TaskID(6)))
    #expect(scene.engine.task(ofKey: "a", tenant: TenantID(0)) == nil)
  }

  @Test func pagesGoForwardAndBackInTheOrderOfSubmission() {
    var scene = Scene(agents: [agent(1)])
    for id in [7, 3, 9, 1, 5, 2] as [UInt64] { scene.submit(task(id)) }
    let tasks = scene.engine.tasks
    #expect(ids(scene, tasks.rows(after: 0, limit: 4)) == [7, 3, 9, 1])
    #expect(ids(scene, tasks.rows(after: 4, limit: 4)) == [5, 2])
    #expect(tasks.rows(after: 6, limit: 4).isEmpty && tasks.rows(after: 0, limit: 0).isEmpty)
    #expect(ids(scene, tasks.rows(before: .max, limit: 4)) == [2, 5, 1, 9])
    #expect(ids(scene, tasks.rows(before: 3, limit: 4)) == [3, 7])
    #expect(tasks.rows(before: 0, limit: 4).isEmpty && tasks.rows(before: 1, limit: 4).isEmpty)
    #expect(ids(scene, tasks.rows(after: 0, limit: 2) { tasks.specs[$0].id.rawValue < 6 }) == [3, 1])
  }

  /// Ended tasks stay in their places until they are forgotten, and rows are used again.
  @Test func whatIsForgottenIsNotListed() throws {
    var configuration = EngineConfiguration()
    configuration.retention = 2
    var scene = Scene(configuration)
    scene.submit(task(1))
    for id in 2...5 as ClosedRange<UInt64> {
      scene.submit(task(id))
      scene.ask(.cancel(TaskID(id)))
    }
    scene.submit(task(6))
    #expect(ids(scene, scene.engine.tasks.rows(after: 0, limit: 9)) == [1, 4, 5, 6])
    #expect(ids(scene, scene.engine.tasks.rows(before: .max, limit: 9)) == [6, 5, 4, 1])
    let restored = try Engine(snapshot: scene.engine.snapshot())
    #expect(restored.tasks.rows(after: 0, limit: 9) == scene.engine.tasks.rows(after: 0, limit: 9))
  }

  @Test func theOrderForgetsWhatIsForgotten() throws {
    var configuration = EngineConfiguration()
    configuration.retention = 0
    var engine = Engine(configuration)
    var facts: [Fact] = []
    for id in 1...10_000 as ClosedRange<UInt64> {
      try engine.perform(.submit(task(id)), at: .zero, into: &facts)
      if id > 5 { try engine.perform(.cancel(TaskID(id)), at: .zero, into: &facts) }
    }
    #expect(engine.tasks.order.entries.count < 1100)
    #expect(
      engine.tasks.rows(after: 0, limit: 100).map { engine.tasks.specs[$0].id.rawValue } == [1, 2, 3, 4, 5])
    #expect(engine.violations().isEmpty)
  }
}
