import Testing

@testable import MusterLab

/// Three storage nodes and the shards of four tenants, which lie with 0 and 1, 1 and 2, 2 and 0, 0 and 1. In the rack of
/// storage node 0 a job of tenant 0 reads 1 and one of tenant 2 reads 3.
@Suite struct OrchestrationShardsTests {
  private typealias Hand = OrchestrationByHand

  /// After an epoch, so that it is known who reads what.
  private static func cell(faults: String = "") throws -> OrchestrationCell {
    var cell = try Hand.cell(
      [Hand.job(tenant: 0, io: 1), Hand.job(tenant: 2, io: 3)], on: [0, 0], storage: 3, faults: faults)
    #expect(cell.stores.map(\.shards) == [3, 3, 2] && replicas(cell) == [0b011, 0b110, 0b101, 0b011])
    cell.act()
    #expect(isNear(cell.stores.map(\.load), [4, 0, 0]))
    return cell
  }

  /// Storage nodes that have each tenant's shard, a bit each.
  private static func replicas(_ cell: OrchestrationCell) -> [UInt32] { cell.tenants.map(\.replicas) }

  /// The shard read most is that of tenant 2, which only storage node 1 lacks: for five epochs the copy loads both by 0.15
  /// * 2 = 0.3, then it is there. What is asked for stays 4. Where storage node 1 has no room for a fourth shard,
  /// nothing can be copied.
  @Test func theShardReadMostIsCopied() throws {
    var cell = try Self.cell()
    #expect(cell.possible(cell.storePlace) == [0, 1, 2, 3, 4])
    var full = cell
    full.window.slots = 3
    #expect(full.possible(full.storePlace) == [0, 3, 4])
    cell.act([cell.storePlace: 1])
    for epoch in 2..<6 {
      #expect(cell.epoch == epoch && cell.stores[0].copying == 2 && cell.stores[0].target == 1)
      #expect(isNear(cell.stores.map(\.load), [4.3, 0.3, 0]) && isNear(cell.stores[0].asked, 4))
      #expect(isNear(cell.stores[0].service, 2 / 4.3))
      #expect(cell.possible(cell.storePlace) == [0, 3, 4])
      #expect(Self.replicas(cell)[2] == 0b101)
      cell.act()
    }
    #expect(cell.stores[0].copying == -1)
    #expect(cell.stores.map(\.shards) == [3, 4, 2] && Self.replicas(cell) == [0b011, 0b110, 0b111, 0b011])
    cell.act()
    #expect(isNear(cell.stores.map(\.load), [4, 0, 0]))
  }

  /// A move is a copy after which the shard is gone where it was: its job reads 1.5 * 3 / 2 = 2.25 of each of the two
  /// others then.
  @Test func aMovedShardLeaves() throws {
    var cell = try Self.cell()
    cell.act([cell.storePlace: 2])
    for _ in 2..<6 {
      #expect(Self.replicas(cell)[2] == 0b101)
      cell.act()
    }
    #expect(cell.stores.map(\.shards) == [2, 4, 2] && Self.replicas(cell) == [0b011, 0b110, 0b110, 0b011])
    cell.act()
    #expect(isNear(cell.stores.map(\.load), [1, 2.25, 2.25]))
  }

  /// Storage node 1, agent 2 of the plan, breaks down two epochs after the copy to it began: nothing is copied any more,
  /// and nothing arrives.
  @Test func aCopyEndsWithItsTarget() throws {
    var cell = try Self.cell(faults: "crash(agent: 2, at: 3, for: 1)")
    cell.act([cell.storePlace: 1])
    cell.act()
    #expect(cell.epoch == 3 && cell.stores[1].isDown && cell.stores[0].copying == -1)
    for _ in 3..<8 {
      cell.act()
      #expect(isNear(cell.stores.map(\.load), [4, 0, 0]))
    }
    #expect(Self.replicas(cell) == [0b011, 0b110, 0b101, 0b011])
  }

  /// Storage node 0 drops by how little is read: the shard of tenant 3 (nothing), then 0 (1), then 2 (3). Jobs read from
  /// the replica that is left, at 1.5 times the load: 1.5 from storage node 1, 4.5 from 2. Of bandwidth 2 that serves
  /// all of the one and 4/9 of the other, which waits half of its time for data: it goes at 1 - 0.5 * 5/9 = 13/18, and
  /// both at 31/36 in the mean. The last replica of a shard is not dropped: storage node 1 drops that of tenant 1 only.
  @Test func theShardReadLeastIsDropped() throws {
    var cell = try Self.cell()
    cell.act([cell.storePlace: 4])
    #expect(Self.replicas(cell) == [0b011, 0b110, 0b101, 0b010])
    cell.act([cell.storePlace: 4])
    #expect(Self.replicas(cell) == [0b010, 0b110, 0b101, 0b010])
    cell.act([cell.storePlace: 4])
    #expect(Self.replicas(cell) == [0b010, 0b110, 0b100, 0b010])
    #expect(isNear(cell.stores.map(\.load), [0, 1.5, 4.5]))
    #expect(isNear(cell.nodes[0].rate, 31.0 / 36))
    #expect(cell.possible(cell.storePlace) == [0])
    for _ in 0..<2 {
      cell.act([cell.storePlace + 1: 4])
      #expect(Self.replicas(cell) == [0b010, 0b100, 0b100, 0b010])
    }
    #expect(cell.stores.map(\.shards) == [0, 2, 2])
  }
}
