import MusterLearning
import Testing

@testable import MusterLab

/// What agents are paid, by hand: see `OrchestrationRewards`.
@Suite struct OrchestrationPayTests {
  private typealias Hand = OrchestrationByHand

  /// Two nodes of 8 in the racks of two storage nodes of bandwidth 2. A job of 4 on node 0 reads 3, is served 2/3, waits
  /// half of its time for data and goes at 5/6; a job of 2 on node 1 reads 1 and goes at full speed; a third that no
  /// node holds waits.
  ///
  /// Own: the scheduler -1/10 for the wait of an epoch and -2 * (1/6 + 0) / 2 for time lost: -4/15. The nodes' use of
  /// 5/12 and 1/4, less 0.2 * 1/3 (one job waits, three a scheduler are many) times what is idle: 5/12 - 7/180 = 17/45
  /// and 1/4 - 1/20 = 1/5. The storage nodes all local, 1/2; asked for 1 more or less than the mean of 2, half a
  /// bandwidth, 1/3; and -2 * 1/3 for what node 0 was not served: 1/6 and 5/6.
  ///
  /// The team: utilisation (4 * 5/6 + 2) / 16 = 1/3; the queue of 1 at 1 job an epoch, 5 / (5 + 1); work over open time of
  /// three tenants 5/6, 1 and 0, of which Jain's index is (11/6)^2 / (3 * 61/36) = 121/183; loads of 1/2 and 1/4, whose
  /// deviation over mean is sqrt(2)/3.
  @Test(arguments: [0, 0.25, 0.5, 1])
  func ownAndTeamAreMixed(_ weight: Double) throws {
    var cell = try Hand.cell(
      [Hand.job(cpu: 4, tenant: 2, io: 3), Hand.job(cpu: 2, io: 1), Hand.job(cpu: 8, tenant: 1)], on: [0, 1],
      nodes: [Hand.node(), Hand.node()], storage: 2
    ) {
      $0.steps = 3
      $0.localWeight = Float(weight)
    }
    let own = [-4.0 / 15, 17.0 / 45, 1.0 / 5, 1.0 / 6, 5.0 / 6]
    let team = 0.3 / 3 + 0.3 * 5 / 6 + 0.25 * 121 / 183 + 0.15 / (1 + 2.0.squareRoot() / 3)
    let paid = cell.act()
    #expect(isNear(paid, own.map { weight * $0 + (1 - weight) * team }))
    #expect(isNear(cell.teamReward, team))
  }

  /// Three jobs of 4 on 8 processors do 2/3 of the work, and the use is half above the capacity: -0.5 / 2. A fourth waits:
  /// -0.2 * 1/3 times the third that is idle. 2/3 - 1/4 - 1/45 = 71/180.
  ///
  /// A closed node before which three jobs wait is paid -0.2.
  @Test func contentionAndQueuesCostNodes() throws {
    let jobs = Array(repeating: Hand.job(at: 1), count: 4)
    var busy = try Hand.cell(jobs)
    busy.act([busy.nodePlace: 2])
    while busy.turn != nil { busy.act() }
    #expect(busy.running.count == 3 && busy.queued == 1)
    #expect(isNear(busy.act([busy.nodePlace: 2])[busy.nodePlace], 71.0 / 180))

    var closed = try Hand.cell(Array(jobs.prefix(3)))
    closed.act([closed.nodePlace: OrchestrationLayout.close])
    #expect(closed.turn == nil && closed.queued == 3)
    #expect(isNear(closed.act([closed.nodePlace: OrchestrationLayout.close])[closed.nodePlace], -0.2))
  }

  /// A scheduler that passes a job which could be placed is paid -1/10 for its wait and -0.5 for that; for the second epoch
  /// -2/10. It is asked again in the third.
  @Test func passingCosts() throws {
    var cell = try Hand.cell([Hand.job()])
    #expect(cell.possible(0) == [0, OrchestrationLayout.hold])
    cell.act([0: OrchestrationLayout.hold])
    #expect(cell.turn == nil && cell.schedulers[0].refusals == 1)
    #expect(isNear(cell.act()[0], -0.6))
    #expect(cell.turn == nil)
    #expect(isNear(cell.act()[0], -0.2))
    #expect(cell.turn == 0 && cell.head == 0 && cell.named[0] == 0)
  }
}
