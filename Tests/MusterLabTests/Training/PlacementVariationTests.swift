import MusterCore
import MusterMath
import Testing

@testable import MusterLab

@Suite("A varied workload") struct PlacementVariationTests {
  private func tasks(_ workload: Workload) -> [MusterCore.Task] { workload.arrivals.flatMap(\.tasks) }

  private func apply(_ variation: PlacementVariation, seed: UInt64 = 1) -> Workload {
    var random = Random(seed: seed)
    return variation.apply(to: TinyTrace().workload(seed: 1), random: &random)
  }

  @Test("without changes keeps the trace's order up to all devices") func plain() {
    let workload = TinyTrace().workload(seed: 1)
    let varied = apply(PlacementVariation())
    #expect(varied.agents == workload.agents)
    #expect(varied.mix == workload.mix)
    #expect(tasks(varied).map(\.demand) == tasks(workload).prefix(tasks(varied).count).map(\.demand))
    let wanted = tasks(varied).reduce(0) { $0 + $1.demand.devices.totalMilli }
    // 80 devices; the last task crosses the line, half a percent behind all of them.
    #expect(wanted >= 80_480 || tasks(varied).count == tasks(workload).count)
  }

  @Test("keeps so many agents of each kind") func scale() {
    let varied = apply(PlacementVariation(scale: 0.25))
    #expect(varied.agents.count { $0.deviceModel == 0 } == 4)
    #expect(varied.agents.count { $0.deviceModel == 1 } == 2)
  }

  @Test("has the shares that it was told") func shares() {
    var variation = PlacementVariation()
    variation.changesMix = true
    variation.plain = 0.4
    variation.shared = 1
    variation.constrained = 1
    var (all, plain, shared, constrained) = (0, 0, 0, 0)
    for seed in 0..<20 as Range<UInt64> {
      for task in tasks(apply(variation, seed: seed)) {
        all += 1
        plain += task.demand.devices.count == 0 ? 1 : 0
        shared += task.demand.devices.milliEach == 460 ? 1 : 0
        constrained += task.demand.models == 2 ? 1 : 0
      }
    }
    #expect(abs(Double(plain) / Double(all) - 0.4) < 0.05)
    #expect(plain + shared == all)
    // The trace asks for model b only.
    #expect(constrained == shared)
  }

  @Test("is the same for the same source, and has a mix of its own") func repeatable() {
    var variation = PlacementVariation(scale: 0.5)
    variation.changesMix = true
    variation.shared = 0.5
    let (one, two) = (apply(variation, seed: 3), apply(variation, seed: 3))
    #expect(tasks(one).map(\.demand) == tasks(two).map(\.demand))
    #expect(one.mix == two.mix)
    #expect(one.mix != apply(variation, seed: 4).mix)
  }
}
