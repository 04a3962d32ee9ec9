import MusterLearning
import Testing

@testable import MusterLab

/// An epoch in which a job runs is one in which it is open, and not one in which it waits.
@Suite struct OrchestrationOpenTimeTests {
  private typealias Hand = OrchestrationByHand

  /// Two tenants whose jobs never wait: one of two epochs, one of four. Each did work in all of the time that its job was
  /// open, 2 of 2 and 4 of 4 epochs, so nobody is better off.
  @Test func theLastEpochIsOpenTime() throws {
    var cell = try Hand.cell(
      [Hand.job(length: 2, tenant: 0), Hand.job(length: 4, tenant: 1)], on: [0, 0])
    for _ in 0..<4 { cell.act() }
    #expect(cell.measured().finished == 2)
    #expect(isNear(cell.tenants.map(\.elapsed), [2, 4, 0, 0]))
    #expect(isNear(cell.measured().fairness, 1))
  }

  /// A job runs for two epochs, fails at the end of the second, and is placed again before the third: it never waited.
  @Test func whoRanDidNotWait() throws {
    var cell = try Hand.cell(
      [Hand.job(length: 2)], on: [0], faults: "flaky(agent: 0, probability: 1, at: 0, for: 3)")
    while cell.epoch < 4 { cell.act() }
    #expect(cell.measured().finished == 1 && cell.measured().latency == 0)
  }

  /// A job is moved to a node that breaks down an epoch later. It begins anew where it was before: nothing has to be
  /// carried there, so that it does not stand still.
  @Test func whoBeginsAnewIsNotOnItsWay() throws {
    var cell = try Hand.cell(
      [Hand.job(cpu: 4), Hand.job(cpu: 2)], on: [0, 0], nodes: [Hand.node(), Hand.node()],
      faults: "crash(agent: 1, at: 2, for: 1)")
    cell.act()
    cell.act([cell.nodePlace: OrchestrationLayout.migrate])
    #expect(cell.measured().migrated == 1 && cell.queues == [[0]])
    cell.act()
    #expect(cell.jobs[0].node == 0)
    cell.act()
    #expect(isNear(cell.progress, [1, 3]))
  }
}
