import Foundation
import MusterCore
import MusterLab
import MusterPolicy

/// Runs FGD, or another policy, over openb, and writes for the peer what it needs to do the same.
enum FGDProbe {
  private static let seeds: ClosedRange<UInt64> = 42...46

  /// Arguments: pods file, prefix, `plain` or `recorded`, policy (`fgd` without one).
  static let simulation = Probe("fgd") { arguments in
    guard (3...4).contains(arguments.count), let prefix = Int(arguments[1]) else {
      throw BenchError(found: "\(arguments)", expected: "PODS PREFIX plain|recorded [POLICY]")
    }
    let trace = try TraceCatalogue().open("openb:\(arguments[0])")
    let policy = try Sentence.parse(arguments.count == 4 ? arguments[3] : "fgd")
    var hash = FGDDecisions(prefix: prefix)
    var first = Simulation(workload: try trace.workload(seed: 42), policy: policy, seed: 42)
    // For the hash, and to warm up.
    try first.run(&hash)

    var seconds = 0.0
    var leases: UInt64 = 0
    var attempts: UInt64 = 0
    for seed in seeds {
      let workload = try trace.workload(seed: seed)
      var recorder = Recorder(workload: workload)
      var nobody = Unobserved()
      let watch = Stopwatch()
      var simulation = Simulation(workload: workload, policy: policy, seed: seed)
      if arguments[2] == "recorded" {
        try simulation.run(&recorder)
      } else {
        try simulation.run(&nobody)
      }
      seconds += watch.seconds
      leases += simulation.engine.totals.leases
      attempts += simulation.engine.totals.submitted
    }
    var result = Measurement()
    result["placements"] = Double(leases)
    result["attempts"] = Double(attempts)
    result["placementsPerS"] = Double(leases) / seconds
    result["attemptsPerS"] = Double(attempts) / seconds
    result[word: "prefixHash"] = hash.prefixHash?.text
    result[word: "hash"] = hash.hash.text
    return result
  }

  /// Arguments: pods file, the file to write.
  static let exported = Probe("fgd-export") { arguments in
    guard arguments.count == 2 else {
      throw BenchError(found: "\(arguments)", expected: "PODS FILE")
    }
    let workload = try TraceCatalogue().open("openb:\(arguments[0])").workload(seed: 42)
    var simulation = Simulation(workload: workload, policy: try Sentence.parse("fgd"), seed: 42)
    var nobody = Unobserved()
    try simulation.begin(&nobody)
    try text(workload, simulation.engine.pool).write(
      toFile: arguments[1], atomically: false, encoding: .utf8)
    return Measurement()
  }

  /// Nodes in the order in which they are preferred, typical demands in the order in which they are summed, pods in
  /// the order of arrival; shares as bits, so that nothing is rounded.
  private static func text(_ workload: Workload, _ pool: Pool) -> String {
    var lines: [String] = []
    for row in FGDDecisions.preferred(pool) {
      let agent = pool.agents[row]
      lines.append(
        "node \(agent.capacity.cpuMilli) \(agent.capacity.memoryMiB) \(agent.deviceCount) \(pool.modelBit[row])"
      )
    }
    for entry in workload.mix.entries {
      lines.append("typical \(entry.share.bitPattern) \(text(entry.demand))")
    }
    for arrival in workload.arrivals {
      for task in arrival.tasks { lines.append("pod \(task.id.rawValue) \(text(task.demand))") }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func text(_ demand: Demand) -> String {
    "\(demand.resources.cpuMilli) \(demand.resources.memoryMiB) \(demand.devices.milliEach) "
      + "\(demand.devices.count) \(demand.models)"
  }
}
