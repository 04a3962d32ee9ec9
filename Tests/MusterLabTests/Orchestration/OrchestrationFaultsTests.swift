import Testing

@testable import MusterLab

/// The faults of plans: a second is an epoch, and agents are numbered nodes, then storage nodes, then schedulers.
@Suite struct OrchestrationFaultsTests {
  private typealias Hand = OrchestrationByHand

  /// Twice as slow in epochs 1 and 2, in 2 four times more: 1 + 1/2 + 1/8 + 1 = 2.625 epochs of work in four; the other
  /// node does 4.
  @Test func slowNodes() throws {
    var cell = try Hand.cell(
      [Hand.job(), Hand.job()], on: [0, 1], nodes: [Hand.node(), Hand.node()],
      faults: "slow(agent: 0, factor: 2, at: 1, for: 2); slow(agent: 0, factor: 4, at: 2, for: 1)")
    for _ in 0..<4 { cell.act() }
    #expect(isNear(cell.progress, [2.625, 4]))
  }

  /// A job of two epochs ends on a node where every end fails until epoch 3: it begins anew in epoch 2 and is done after
  /// 3. Of four epochs of 8 processors its two of 4 count: 8/32.
  @Test func flakyNodes() throws {
    var cell = try Hand.cell(
      [Hand.job(length: 2)], on: [0], faults: "flaky(agent: 0, probability: 1, at: 0, for: 3)")
    cell.act()
    #expect(isNear(cell.progress, [1]) && isNear(cell.measures.work, 4))
    cell.act()
    #expect(isNear(cell.progress, [0]) && isNear(cell.measures.work, 0) && cell.nodes[0].jobs == 0)
    #expect(cell.queues == [[0]] && cell.measured().finished == 0)
    cell.act()
    #expect(cell.jobs[0].node == 0)
    cell.act()
    cell.act()
    #expect(cell.epoch == 4 && cell.jobs[0].phase == .done && cell.measured().finished == 1)
    #expect(isNear(cell.measured().utilisation, 0.25))
  }

  /// In epochs 1 and 2 the node cannot be reached: its job works on, another cannot be placed, the node can do nothing, does
  /// not do what it is told, and is paid nothing. Before, it is paid for its use of 4 of 8.
  @Test func partitionedNodes() throws {
    var cell = try Hand.cell(
      [Hand.job(), Hand.job(at: 1)], on: [0], faults: "partition(agent: 0, at: 1, for: 2)")
    #expect(isNear(cell.act()[cell.nodePlace], 0.5))
    for _ in 1..<3 {
      #expect(cell.nodes[0].isCut && cell.turn == nil && cell.possible(cell.nodePlace).isEmpty)
      let paid = cell.act([cell.nodePlace: 4])
      #expect(paid[cell.nodePlace] == 0 && cell.nodes[0].isOpen)
    }
    #expect(isNear(cell.progress, [3, 0]) && cell.turn == 0 && cell.head == 1)
    cell.act()
    #expect(cell.jobs[1].node == 0 && cell.jobs[1].waited == 2)
  }

  /// Four nodes with a job each that takes the whole. By the hash of seed 1, fault 0 and node the draws are 0.885, 0.778,
  /// 0.432 and 0.930: of a departure of 0.8 nodes 1 and 2 are part, for all of its three epochs. Their jobs lose two
  /// epochs of work and begin anew when the nodes are back.
  @Test func departuresOfMany() throws {
    let job = Hand.job(cpu: 8)
    var cell = try Hand.cell(
      [job, job, job, job], on: [0, 1, 2, 3], nodes: Array(repeating: Hand.node(), count: 4),
      faults: "departure(fraction: 0.8, at: 2, for: 3)")
    cell.act()
    cell.act()
    for epoch in 2..<5 {
      #expect(cell.epoch == epoch && cell.nodes.map(\.isDown) == [false, true, true, false])
      #expect(cell.queues[0].sorted() == [1, 2] && cell.turn == nil)
      cell.act()
    }
    #expect(cell.nodes.allSatisfy { !$0.isDown })
    #expect(isNear(cell.progress, [5, 0, 0, 5]) && isNear(cell.measures.work, 80))
    while cell.turn != nil { cell.act() }
    cell.act()
    #expect(isNear(cell.progress, [6, 1, 1, 6]) && cell.jobs[1].waited == 3)
  }
}
