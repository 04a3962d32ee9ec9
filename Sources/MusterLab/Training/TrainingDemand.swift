import MusterCore

/// Traces of which nothing can be learned are refused by their names, before anything is searched for or written.
extension OrchestrationSource {
  /// Reads a trace. Throws ``TrainingSetupError`` where no task in one of these parts asks for anything that its agents
  /// have, besides what the trace throws.
  init(_ trace: any Trace, asking parts: [ClosedRange<Double>]) throws {
    try self.init(trace)
    let has = nodes.reduce(into: SIMD3<Int64>.zero) { has, node in
      has &+= SIMD3(node.capacity.cpuMilli, node.capacity.memoryMiB, Int64(node.devices))
    }
    for part in parts {
      let asks = self.part(part).rows.contains { row in
        let asked = SIMD3(
          row.demand.resources.cpuMilli, row.demand.resources.memoryMiB,
          Int64(row.demand.devices.totalMilli))
        return any((asked .> .zero) .& (has .> .zero))
      }
      if asks { continue }
      throw TrainingSetupError(
        part: "trace \(trace.spec)",
        found: "no task that asks for processors, memory or devices that its agents have in \(part) of it",
        expected:
          "some in the part that is trained on and in that which tests, as in openb, google2011, swf and "
          + "generated traces")
    }
  }
}

extension TrainingSetupError {
  /// What is wrong with a trace where neither its agents nor its tasks, or only one of them, have to do with devices;
  /// nil where both do.
  static func withoutDevices(_ trace: any Trace, seed: UInt64) throws -> TrainingSetupError? {
    let workload = try trace.workload(seed: seed)
    let hasDevices = workload.agents.contains { $0.deviceCount > 0 }
    let asks = workload.arrivals.contains { $0.tasks.contains { $0.demand.devices.totalMilli > 0 } }
    if hasDevices && asks { return nil }
    return TrainingSetupError(
      part: "trace \(trace.spec)",
      found: hasDevices ? "no task that asks for devices" : "no agent with devices",
      expected: "both: placement learns how to use devices, as in openb traces")
  }
}
