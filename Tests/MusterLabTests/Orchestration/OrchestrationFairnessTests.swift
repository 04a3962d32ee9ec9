import Testing

@testable import MusterLab

@Suite struct OrchestrationFairnessTests {
  private typealias Hand = OrchestrationByHand

  /// The job of tenant 0 works, that of tenant 1 at half speed, that of tenant 2 waits, tenant 3 has none: Jain's index of 1,
  /// 1/2 and 0 is 1.5^2 / (3 * 1.25) = 0.6, after each epoch.
  @Test func workOverOpenTime() throws {
    let jobs = (0..<3).map { Hand.job(cpu: 8, tenant: $0) }
    var cell = try Hand.cell(
      jobs, on: [0, 1], nodes: [Hand.node(), Hand.node()], faults: "slow(agent: 1, factor: 2, at: 0, for: 9)")
    for epoch in 1...4 {
      cell.act()
      let open = Double(epoch)
      #expect(isNear(cell.measured().fairness, 0.6))
      #expect(isNear(cell.tenants.map(\.progress), [open, open / 2, 0, 0]))
      #expect(isNear(cell.tenants.map(\.elapsed), [open, open, open, 0]))
    }
  }

  /// Of 8 processors and 16 of memory tenant 0 holds 2 and 1, at most a quarter; tenant 1 holds 1 and 6, at most 3/8. So
  /// tenant 0 is first, with its job of the greater priority, after which it holds half of the processors; then tenant
  /// 1, whatever its priority, at 7/16; then the rest.
  @Test func theLeastDominantShareIsFirst() throws {
    var cell = try Hand.cell(
      [
        Hand.job(cpu: 2), Hand.job(cpu: 1, memory: 6, tenant: 1), Hand.job(cpu: 1, priority: 9, tenant: 1),
        Hand.job(cpu: 1), Hand.job(cpu: 2, priority: 3),
      ], on: [0, 0])
    #expect(isNear(cell.tenants.indices.map { cell.dominantShare($0) }, [2.0 / 8, 6.0 / 16, 0, 0]))
    var heads: [Int] = []
    while cell.turn != nil {
      heads.append(cell.head)
      cell.act()
    }
    #expect(heads == [4, 2, 3])
    #expect(isNear(cell.tenants.indices.map { cell.dominantShare($0) }, [5.0 / 8, 7.0 / 16, 0, 0]))
  }
}
