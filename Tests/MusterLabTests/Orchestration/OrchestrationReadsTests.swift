import Testing

@testable import MusterLab

@Suite struct OrchestrationReadsTests {
  private typealias Hand = OrchestrationByHand

  /// Two jobs in one rack read 3 and 1 of a storage node that serves 2: half of it. Of tenant 1, which waits 0.4 of its
  /// time for data, the job goes at 1 - 0.4 / 2 = 0.8; of tenant 0, which waits 0.2, at 0.9. At half the reads all
  /// is served.
  @Test(arguments: [(1.0, 0.5, [0.8, 0.9]), (0.5, 1, [1, 1])])
  func aBusyStorageNodeSlowsItsReaders(_ scale: Double, _ service: Double, _ rates: [Double]) throws {
    var cell = try Hand.cell(
      [Hand.job(tenant: 1, io: 3 * scale), Hand.job(tenant: 0, io: scale)], on: [0, 0])
    cell.act()
    let store = cell.stores[0]
    #expect(
      isNear([store.asked, store.load, store.local, store.wanted], Array(repeating: 4 * scale, count: 4)))
    #expect(isNear([store.service, store.served], [service, 4 * scale * service]))
    #expect(store.heaviest == 1)
    #expect(isNear(cell.progress, rates))
  }

  /// The data of tenant 3, which waits 0.6 of its time for them, lie with storage nodes 0 and 1. A job in the rack of
  /// storage node 2 reads 4, at 1.5 times the load: 3 of each. Another in the rack of storage node 0 reads 1
  /// more there. Of bandwidth 2 the first serves 2/4, the second 2/3: the far job is served 7/12 and goes at
  /// 1 - 0.6 * 5/12 = 0.75, the near one at 1 - 0.6 / 2 = 0.7.
  @Test func whoIsFarReadsFromAllReplicas() throws {
    var cell = try Hand.cell(
      [Hand.job(tenant: 3, io: 4), Hand.job(tenant: 3, io: 1)], on: [2, 0],
      nodes: [Hand.node(), Hand.node(), Hand.node()], storage: 3)
    cell.act()
    #expect(isNear(cell.stores.map(\.load), [4, 3, 0]))
    #expect(isNear(cell.stores.map(\.service), [0.5, 2.0 / 3, 1]))
    #expect(isNear(cell.stores.map(\.local), [1, 0, 0]))
    #expect(isNear(cell.stores.map(\.wanted), [1, 0, 4]))
    #expect(isNear(cell.stores.map(\.served), [0.5, 0, 7.0 / 3]))
    #expect(isNear(cell.progress, [0.75, 0.7]))
    #expect(isNear(cell.nodes.map(\.rate), [0.7, 1, 0.75]))
  }

  /// Reads of 3 and 1 of bandwidth 2, and the tenant of the 3 is throttled: it loads half, 4 - 1.5 = 2.5 is asked for,
  /// 0.8 of that is served, and of its own reads half of that: 0.4. It goes at 1 - 0.4 * 0.6 = 0.76, the other at
  /// 1 - 0.2 * 0.2 = 0.96. An epoch later nobody is throttled: 0.8 and 0.9 more.
  @Test func whoReadsMostIsThrottled() throws {
    var cell = try Hand.cell([Hand.job(tenant: 1, io: 3), Hand.job(tenant: 0, io: 1)], on: [0, 0])
    cell.act([cell.storePlace: 3])
    #expect(isNear([cell.stores[0].asked, cell.stores[0].load, cell.stores[0].service], [4, 2.5, 0.8]))
    #expect(isNear(cell.stores[0].served, 3 * 0.4 + 1 * 0.8))
    #expect(isNear(cell.progress, [0.76, 0.96]))
    cell.act()
    #expect(isNear([cell.stores[0].asked, cell.stores[0].load, cell.stores[0].service], [4, 4, 0.5]))
    #expect(isNear(cell.progress, [1.56, 1.86]))
  }
}
