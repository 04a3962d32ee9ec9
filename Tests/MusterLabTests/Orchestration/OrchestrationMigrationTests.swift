import MusterLearning
import Testing

@testable import MusterLab

@Suite struct OrchestrationMigrationTests {
  private typealias Hand = OrchestrationByHand

  /// Node 0 has jobs of 4 and 2 of its 8 processors, node 1 one of 2 of 8, node 2 nothing of 6. The larger job is moved, to
  /// the empty node, whose load is 4/6 then, below 6/8. It keeps what it has done, stands still for two epochs, reads
  /// nothing in them, and goes on.
  ///
  /// The small job is through after three epochs, and node 0 empty: there the load would be 4/8. But a job that was
  /// moved in epoch 1 stays until 11.
  @Test func aMovedJobStandsStillAndStays() throws {
    var cell = try Hand.cell(
      [Hand.job(cpu: 4, io: 1), Hand.job(length: 3, cpu: 2), Hand.job(cpu: 2)], on: [0, 0, 1],
      nodes: [Hand.node(), Hand.node(), Hand.node(cpu: 6)])
    cell.act()
    #expect(cell.possible(cell.nodePlace).contains(OrchestrationLayout.migrate))
    #expect(cell.migration(from: 0).map { [$0.job, $0.node] } == [0, 2])
    cell.act([cell.nodePlace: OrchestrationLayout.migrate])
    #expect(cell.jobs[0].node == 2 && isNear(cell.nodes.map(\.cpu), [2, 2, 4]))
    var (done, reads) = ([cell.jobs[0].progress], [cell.stores[0].load])
    for epoch in 2..<11 {
      #expect(cell.epoch == epoch && cell.migration(from: 2) == nil)
      cell.act([cell.nodePlace + 2: OrchestrationLayout.migrate])
      done.append(cell.jobs[0].progress)
      reads.append(cell.stores[0].load)
    }
    #expect(isNear(done, [1, 1, 2, 3, 4, 5, 6, 7, 8, 9]))
    #expect(isNear(reads, [0, 0, 1, 1, 1, 1, 1, 1, 1, 1]))
    #expect(cell.measured().migrated == 1 && cell.measured().finished == 1)
    #expect(cell.migration(from: 2).map { [$0.job, $0.node] } == [0, 0])
  }

  /// A job of 4 of 8 processors does not go where 4 of 8 are held: it would be 8 of 8 there, and was 4. From 7 of 8 to 2
  /// of 8 it goes, which makes 6.
  @Test func aMoveMustLeaveLessLoad() throws {
    let nodes = [Hand.node(), Hand.node()]
    var even = try Hand.cell([Hand.job(cpu: 4), Hand.job(cpu: 4)], on: [0, 1], nodes: nodes)
    #expect(even.migration(from: 0) == nil && even.possible(even.nodePlace) == [0, 1, 2, 3, 4])
    even.act([even.nodePlace: OrchestrationLayout.migrate])
    #expect(even.measured().migrated == 0 && isNear(even.nodes.map(\.cpu), [4, 4]))

    var odd = try Hand.cell(
      [Hand.job(cpu: 4), Hand.job(cpu: 3), Hand.job(cpu: 2)], on: [0, 0, 1], nodes: nodes)
    odd.act([odd.nodePlace: OrchestrationLayout.migrate])
    #expect(odd.measured().migrated == 1 && isNear(odd.nodes.map(\.cpu), [3, 6]))
  }
}
