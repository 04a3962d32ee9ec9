import MusterCore
import MusterMath

/// The tasks and nodes of a trace, as columns from which episodes are cut.
public struct OrchestrationSource: Sendable {
  /// A task as the trace has it.
  struct Row: Sendable {
    var at: Double
    /// Run time alone on its node, seconds; infinite where the trace does not see the end.
    var seconds: Double
    var demand: Demand
    var priority: Int16
    /// Whose it is: a hash, dealt to the world's tenants.
    var owner: UInt64
  }

  /// A node as the trace has it.
  struct Node: Sendable {
    var capacity: Resources
    var devices: UInt8
    var model: UInt8
  }

  let rows: [Row]
  let nodes: [Node]
  /// What fragmentation is measured against.
  let mix: DemandMix
  /// What a task asks for of processors (milli) and memory (MiB), mean, and what a node has.
  let meanDemand: SIMD2<Double>
  let meanCapacity: SIMD2<Double>

  /// Reads the workload of `trace` under `seed`. A task's owner is its tenant; where the trace knows one tenant
  /// only, tasks of one shape have one owner. Throws what the trace throws, and where it has no task or no node.
  public init(_ trace: any Trace, seed: UInt64 = 1) throws {
    let workload = try trace.workload(seed: seed)
    let nodes = workload.agents.map {
      Node(capacity: $0.capacity, devices: $0.deviceCount, model: $0.deviceModel)
    }
    let tasks = workload.arrivals.flatMap { arrival in arrival.tasks.map { (arrival.at, $0) } }
    guard let reference = workload.agents.first, let first = tasks.first else {
      throw TraceError(
        .malformed, file: trace.spec, found: "no task or no agent", expected: "at least one of each")
    }
    let hasTenants = tasks.contains { $0.1.tenant != first.1.tenant }
    let rows = tasks.map { at, task in
      var random = Random(seed: seed, stream: task.id.rawValue)
      let run = workload.world.execute(task, on: reference, attempt: 0, load: 1, at: at, random: &random)
      let seconds = run.duration == Task.forever ? .infinity : max(Double(run.duration) * 1e-9, 0)
      let owner = hasTenants ? UInt64(task.tenant.rawValue) : Self.hash(task.demand)
      return Row(
        at: at.seconds, seconds: seconds, demand: task.demand, priority: task.priority,
        owner: Mix.hash(owner, 0x0E4E))
    }
    self.init(rows: rows, nodes: nodes, mix: Self.typical(workload.mix, rows))
  }

  private init(rows: [Row], nodes: [Node], mix: DemandMix) {
    self.rows = rows
    self.nodes = nodes
    self.mix = mix
    meanDemand = Self.mean(rows) { $0.demand.resources }
    meanCapacity = Self.mean(nodes) { $0.capacity }
  }

  private static func mean<Element>(
    _ elements: [Element], _ resources: (Element) -> Resources
  ) -> SIMD2<Double> {
    let sum = elements.reduce(SIMD2<Double>.zero) {
      $0 + SIMD2(Double(resources($1).cpuMilli), Double(resources($1).memoryMiB))
    }
    return sum / Double(elements.count)
  }

  /// The tasks between two shares of the trace, by their order of arrival: what is trained on and what is tested
  /// on need not meet. `range` lies within 0...1; at least one task is left.
  public func part(_ range: ClosedRange<Double>) -> OrchestrationSource {
    precondition(range.lowerBound >= 0 && range.upperBound <= 1, "shares lie within 0...1")
    let first = min(Int(range.lowerBound * Double(rows.count)), rows.count - 1)
    let end = max(Int(range.upperBound * Double(rows.count)), first + 1)
    return OrchestrationSource(rows: Array(rows[first..<end]), nodes: nodes, mix: mix)
  }

  private static func hash(_ demand: Demand) -> UInt64 {
    let amounts = Mix.hash(
      UInt64(bitPattern: demand.resources.cpuMilli), UInt64(bitPattern: demand.resources.memoryMiB))
    return Mix.hash(amounts, UInt64(demand.devices.totalMilli))
  }

  /// The trace's own mix, else that of its tasks.
  private static func typical(_ mix: DemandMix, _ rows: [Row]) -> DemandMix {
    if !mix.entries.isEmpty { return mix }
    return .typical(rows.map { ($0.demand, 1) }, version: 1)
  }

  /// Seconds of an epoch for which run times, held within 1...limit epochs, have this mean; those of the tasks whose end
  /// is seen, where the others alone are too long for it. `O(tasks)`.
  func epochSeconds(meanLength: Double) -> Double {
    let limit = 5 * meanLength
    let ending = rows.filter { $0.seconds.isFinite }
    let longest = Double(rows.count - ending.count) * limit + Double(ending.count)
    let counted = longest < meanLength * Double(rows.count) ? rows : ending
    if counted.isEmpty { return 1 }
    func mean(_ seconds: Double) -> Double {
      counted.reduce(0) { $0 + min(max($1.seconds / seconds, 1), limit) } / Double(counted.count)
    }
    var (low, high) = (1e-6, 1e9)
    for _ in 0..<60 {
      let middle = (low * high).squareRoot()
      if mean(middle) > meanLength { low = middle } else { high = middle }
    }
    return high
  }
}
