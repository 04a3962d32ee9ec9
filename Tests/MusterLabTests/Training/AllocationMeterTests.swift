import MusterCore
import MusterPolicy
import Testing

@testable import MusterLab

@Suite("Allocation at 100 %") struct AllocationMeterTests {
  @Test("is what the recorder measures", arguments: ["fgd", "random", "learned-placement"])
  func recorded(sentence: String) throws {
    let trace = TinyTrace()
    let workload = trace.workload(seed: 5)
    var meter = AllocationMeter(capacity: 80_000)
    var simulation = Simulation(workload: workload, policy: try Sentence.parse(sentence), seed: 5)
    try simulation.run(&meter)
    let run = try Comparison.run(try Sentence.parse(sentence), named: sentence, on: trace, seed: 5)
    let recorded = try #require(run.metrics.first { $0.name == "gpuAllocationPct@100" }?.value)
    // The recorder rounds to two decimals, as published.
    #expect(abs(meter.allocation - recorded) <= 0.011)
  }
}
