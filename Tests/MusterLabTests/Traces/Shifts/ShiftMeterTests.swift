import MusterCore
import Testing

@testable import MusterLab

@Suite("Success across a change") struct ShiftMeterTests {
  /// Metrics of a run of 600 tasks with a change after 300, by whether each task succeeded.
  private func metrics(_ succeeds: (Int) -> Bool, agent: UInt64 = 0) throws -> [String: Double] {
    let workload = try TraceCatalogue().open("shock:?tasks=600&shock=300").workload(seed: 3)
    var meter = ShiftMeter(Workload.ShiftMark(change: 300, settled: 300), workload: workload)
    for (number, arrival) in workload.arrivals.enumerated() {
      meter.ended(arrival.tasks[0], on: AgentID(agent), succeeded: succeeds(number))
    }
    return Dictionary(uniqueKeysWithValues: meter.metrics.map { ($0.name, $0.value) })
  }

  @Test func countsBeforeAndAfter() throws {
    let found = try metrics { $0 < 300 ? $0 % 2 == 0 : $0 % 4 == 0 }
    #expect(found["successBeforePct"] == 50 && found["successAfterPct"] == 25)
  }

  @Test func aDropThatPassesIsRecovery() throws {
    #expect(try metrics { !(300..<330).contains($0) }["recoveredPct"] == 100)
  }

  @Test func withoutADropThereIsNoRecovery() throws {
    #expect(try metrics { _ in true }["recoveredPct"] == 0)
    #expect(try metrics { !(300..<303).contains($0) }["recoveredPct"] == 0)
  }

  @Test func aDropThatStaysIsNone() throws {
    #expect(try metrics { $0 < 300 }["recoveredPct"] == 0)
    // Back for 60 tasks and then gone for good.
    #expect(try metrics { $0 < 300 || (330..<450).contains($0) }["recoveredPct"] == 0)
  }

  @Test func theBestAgentIsCounted() throws {
    // C is the best at hard tasks after the shock, E at simple ones.
    let hard = try metrics({ _ in true }, agent: 2)["bestChoicePct"] ?? .nan
    let simple = try metrics({ _ in true }, agent: 4)["bestChoicePct"] ?? .nan
    #expect(hard > 60 && hard < 80 && abs(hard + simple - 100) < 1e-9)
  }

  @Test func tooShortARunIsUndefined() throws {
    let workload = try TraceCatalogue().open("shock:?tasks=100&shock=50").workload(seed: 3)
    let meter = ShiftMeter(Workload.ShiftMark(change: 50, settled: 50), workload: workload)
    #expect(meter.metrics.first { $0.name == "recoveredPct" }?.value.isNaN == true)
    #expect(meter.metrics.allSatisfy { MetricCatalogue.contains($0.name) })
  }
}
