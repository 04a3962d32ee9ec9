import Testing

@testable import MusterLab

/// Agents that come and go in the middle of an episode.
@Suite struct OrchestrationComingsTests {
  private typealias Hand = OrchestrationByHand

  /// Node 1 is not there in the first two epochs: it can do nothing and is paid nothing, and a job waits for it. It runs it
  /// in the next two, and leaves again: the job's two epochs are lost, its level is forgotten. Of four epochs of 16
  /// processors 4 * 8 were worked, and the two jobs waited 0 and 2 epochs.
  @Test func nodes() throws {
    var cell = try Hand.cell(
      [Hand.job(cpu: 8), Hand.job(cpu: 8)], on: [0], nodes: [Hand.node(), Hand.node()],
      faults: "crash(agent: 1, at: 0, for: 2); crash(agent: 1, at: 4, for: 1)")
    let place = cell.nodePlace + 1
    for _ in 0..<2 {
      #expect(cell.possible(place - 1) == [0, 1, 2, 3, 4] && cell.possible(place).isEmpty)
      #expect(cell.act()[place] == 0)
    }
    #expect(cell.turn == 0 && cell.named[0] == 1)
    cell.act()
    #expect(cell.possible(place) == [0, 1, 2, 3, 4])
    for _ in 2..<4 { #expect(isNear(cell.act([place: 2])[place], 1)) }
    #expect(cell.nodes[1].isDown && cell.nodes[1].level == 0 && cell.queues == [[1]])
    #expect(isNear(cell.progress, [4, 0]) && isNear(cell.measures.work, 32))
    #expect(isNear(cell.measured().utilisation, 0.5) && isNear(cell.measured().latency, 1))
    cell.act()
    #expect(cell.turn == 0 && cell.named[0] == 1)
  }

  /// The rack's storage node is away in epoch 1. The data of tenant 1, which waits 0.4 of its time for them, lie nowhere
  /// else: it goes at 0.6. Those of tenant 0 lie with storage node 1, which serves 1.5 of them.
  @Test func storageNodes() throws {
    var cell = try Hand.cell(
      [Hand.job(tenant: 1, io: 1), Hand.job(tenant: 0, io: 1)], on: [0, 0], storage: 2,
      faults: "crash(agent: 1, at: 1, for: 1)")
    cell.dropReplica(1, 1)
    cell.act()
    #expect(isNear(cell.stores.map(\.load), [2, 0]) && isNear(cell.progress, [1, 1]))
    #expect(cell.stores[0].isDown && cell.possible(cell.storePlace).isEmpty)
    #expect(cell.act()[cell.storePlace] == 0)
    #expect(isNear(cell.stores.map(\.load), [0, 1.5]) && isNear(cell.progress, [1.6, 2]))
    #expect(isNear([cell.stores[0].wanted, cell.stores[0].served], [2, 1]))
    cell.act()
    #expect(isNear(cell.stores.map(\.load), [2, 0]) && isNear(cell.progress, [2.6, 3]))
  }

  /// Jobs are queued by turns, and job 0 fills the node. In epoch 1 scheduler 1 is away: what waits with it goes to
  /// scheduler 0, what comes too, and it is paid nothing; scheduler 0 is paid for waits of 2, 2, 2, 1 and 1 epochs, 1.6
  /// in the mean. Back in epoch 2, scheduler 1 gets what comes from then on. Scheduler 0 stays whatever the plan says.
  @Test func schedulers() throws {
    let jobs = [Hand.job(cpu: 8)] + (1..<8).map { Hand.job(at: max($0 / 2 - 1, 0)) }
    var cell = try Hand.cell(
      jobs, on: [0], schedulers: 2,
      faults: "crash(agent: 2, at: 1, for: 1); crash(agent: 3, at: 1, for: 1)")
    #expect(cell.queues == [[2], [1, 3]])
    cell.act()
    #expect(cell.schedulers.map(\.isDown) == [false, true])
    #expect(cell.queues[0].sorted() == [1, 2, 3, 4, 5] && cell.queues[1].isEmpty)
    #expect(isNear(Array(cell.act()[0..<2]), [-0.16, 0]))
    #expect(cell.schedulers.map(\.isDown) == [false, false])
    #expect(cell.queues[0].sorted() == [1, 2, 3, 4, 5, 6] && cell.queues[1] == [7])
  }
}
