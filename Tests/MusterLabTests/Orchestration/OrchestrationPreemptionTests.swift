import MusterLearning
import Testing

@testable import MusterLab

@Suite struct OrchestrationPreemptionTests {
  private typealias Hand = OrchestrationByHand

  /// Node 0 is full with a job of 8 processors and priority 2. Node 1 has jobs of 2, 3 and 3 of its 8, of priorities 0, 1
  /// and 1, the last of which came an epoch later. For a job of 3 and priority 5 the first would not make room enough
  /// (8 - 2 + 3 = 9), and of the two of the least priority above it the last has done less: it goes.
  ///
  /// Work: 8 + 2 + 3 = 13 in the first epoch, 16 in the second, of which the victim loses 3. Its scheduler is paid
  /// -1/10 for its wait of an epoch and -0.5 for the refusal.
  @Test func theLeastPriorityThatMakesRoomGivesWay() throws {
    var cell = try Hand.cell(
      [
        Hand.job(cpu: 8, priority: 2), Hand.job(cpu: 2), Hand.job(cpu: 3, priority: 1),
        Hand.job(at: 1, cpu: 3, priority: 1), Hand.job(at: 2, cpu: 3, priority: 5),
      ], on: [0, 1, 1], nodes: [Hand.node(), Hand.node()])
    cell.act()
    #expect(cell.head == 3 && cell.named[0] == 1)
    cell.act()
    cell.act()
    #expect(cell.head == 4 && cell.victim == 3)
    #expect(cell.possible(0) == [OrchestrationLayout.hold, OrchestrationLayout.preempt])
    #expect(isNear(cell.measures.work, 29))
    // Nobody gives way to a job of its own priority.
    var even = cell
    even.window.jobs[4].priority = 1
    even.look()
    #expect(even.turn == nil && even.victim == -1)

    cell.act([0: OrchestrationLayout.preempt])
    #expect(cell.running == [0, 1, 2, 4] && cell.jobs[4].node == 1)
    #expect(cell.queues == [[3]] && cell.jobs[3].phase == .queued && cell.jobs[3].node == -1)
    #expect(isNear(cell.progress, [2, 2, 2, 0, 0]))
    #expect(isNear(cell.measures.work, 26) && isNear(cell.tenants[0].progress, 6))
    #expect(cell.turn == nil && cell.measured().preempted == 1)
    #expect(isNear(cell.act()[0], -0.6))
  }
}
