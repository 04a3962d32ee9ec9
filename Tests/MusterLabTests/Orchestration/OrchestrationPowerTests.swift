import MusterLearning
import Testing

@testable import MusterLab

@Suite struct OrchestrationPowerTests {
  private typealias Hand = OrchestrationByHand

  /// Nodes of 8 and 24 processors are half and one and a half of the mean size: 600 W at full use. The small one has a job
  /// that uses 2 of its 8: 0.5 * (100 + 200 / 4) = 75 W, though it is closed. The large one is empty.
  ///
  /// Open: 1.5 * 100 W, (75 + 150) / 600 = 0.375. Closed: 1.5 * 10 W, 90 / 600 = 0.15. Away: 75 of 150 W, 0.5. Back, it is
  /// open again. What is measured is the mean of the epochs.
  @Test func powerByHand() throws {
    var cell = try Hand.cell(
      [Hand.job(cpu: 4, use: 0.5)], on: [0], nodes: [Hand.node(), Hand.node(cpu: 24)],
      faults: "crash(agent: 1, at: 2, for: 1)")
    let (small, large, close) = (cell.nodePlace, cell.nodePlace + 1, OrchestrationLayout.close)
    var found: [Double] = []
    for actions in [[small: close], [small: close, large: close], [:], [:]] {
      cell.act(actions)
      found.append(cell.measured().power)
    }
    #expect(isNear(found, [0.375, 0.525 / 2, 1.025 / 3, 1.4 / 4]))
  }
}
