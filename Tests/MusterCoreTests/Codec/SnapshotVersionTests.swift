import Testing

@testable import MusterCore

@Suite struct SnapshotVersionTests {
  /// A snapshot of version 1: a tenant with a budget, an agent, a task under lease and one that was cancelled. The
  /// bytes are on disks: when this test fails, the codec is wrong, not the bytes.
  private static let first = """
    4d 55 53 54 45 52 0a 00 01 00 00 00 0e 01 00 00 00 00 00 00 07 81 89 7a c1 9a 0c c1 9a 0c 00 00
    00 81 04 01 00 c0 a6 a2 04 0b 01 07 64 65 66 61 75 6c 74 01 07 64 65 66 61 75 6c 74 01 07 64 65
    66 61 75 6c 74 00 03 03 63 70 75 06 6d 65 6d 6f 72 79 04 64 69 73 6b 00 02 00 bf e0 03 00 00 01
    40 89 0e 00 01 01 03 6f 6e 65 00 01 a0 1f 00 00 00 07 14 00 00 00 bf e0 03 00 00 00 01 00 03 02
    01 01 01 00 01 d0 0f 00 00 00 00 bf e0 03 00 00 00 00 03 81 a8 d6 b9 07 81 e0 ba 84 bf 03 00 00
    00 3f 00 02 00 00 01 00 00 00 00 01 01 6b 03 00 00 00 01 05 05 01 01 01 00 00 09 00 14 00 00 bf
    e0 03 00 01 00 01 02 00 00 00 00 00 00 00 bf e0 03 00 00 00 00 03 81 a8 d6 b9 07 81 e0 ba 84 bf
    03 00 00 00 3f 00 02 00 00 01 00 00 00 00 00 07 02 00 00 02 07 07 01 02 00 01 00 01 00 00 00 00
    bf e0 03 00 0b 01 00 06 02 00 00 01 00 00 01 00 00 00 00 00 00 0b 02 01 02 01 dc a8 ab 5e ff 50
    56 61 3f 9a 6d 46
    """

  /// What is newer is as if nobody had asked for it, and the hash is what it was.
  @Test func aSnapshotOfTheFirstVersionIsRead() throws {
    let old = bytes(SnapshotVersionTests.first)
    #expect(old[8] == 1)
    let engine = try Engine(snapshot: old)
    #expect(engine.stateHash() == 7_013_882_527_411_316_956)
    #expect(engine.pool.allowance == [.max] && engine.pool.concurrency == [3])
    #expect(engine.tenants.terms.map(\.floor) == [0, 0] && engine.tenants.inFlight == [0, 1])
    #expect(engine.task(TaskID(1))?.status == .leased && engine.task(TaskID(2))?.status == .cancelled)
    #expect(engine.configuration.preemption.rule == .priority && engine.configuration.preemption.rest == 0)
    let new = engine.snapshot()
    #expect(new[8] == 5)
    #expect(try Engine(snapshot: new).stateHash() == engine.stateHash())
  }
}
