import MusterCore
import MusterMath

/// What one episode is about: a pool, the tasks that come, where the data lie and what goes wrong. Drawn from a
/// source by a seed; an episode follows from it and from the actions.
struct OrchestrationWindow: Sendable {
  struct Node: Sendable {
    var cpu: Double
    var memory: Double
    var devices: UInt8
    var modelBit: UInt64

    /// Processors, memory and devices.
    var capacity: SIMD3<Double> { SIMD3(cpu, memory, Double(devices) * 1000) }
  }

  struct Job: Sendable {
    /// The epoch at whose beginning it comes.
    var arrival: Int
    /// Epochs alone on a node.
    var length: Double
    /// What is expected of that before.
    var expected: Double
    var cpu: Double
    var memory: Double
    var devices: DeviceDemand
    var models: UInt64
    var priority: Int
    var tenant: Int
    /// Share of the processor time it asks for that it uses.
    var use: Double
    /// What it reads while it runs; the mean is 1.
    var io: Double

    /// Processors, memory and devices.
    var demand: SIMD3<Double> { SIMD3(cpu, memory, Double(devices.totalMilli)) }
  }

  var nodes: [Node] = []
  var storage = 0
  var schedulers = 0
  /// In the order of arrival.
  var jobs: [Job] = []
  var faults: FaultPlan = .none
  /// Reads a storage node serves in an epoch.
  var bandwidth = 1.0
  /// For each tenant the share of its tasks' time that waits for data.
  var dataShare: [Double] = []
  /// Shards a storage node has room for.
  var slots = 0
  /// Which of processors, memory and devices is asked for most.
  var scarcest = 0
  let seed: UInt64

  init(_ source: OrchestrationSource, _ settings: OrchestrationSettings, epochSeconds: Double, seed: UInt64) {
    self.seed = seed
    var random = Random(seed: seed, stream: 0x0BC4)
    schedulers = Self.draw(settings.schedulers, &random)
    storage = Self.draw(settings.storage, &random)
    drawNodes(source, settings, &random)
    let load = random.uniform(settings.load.lowerBound, settings.load.upperBound)
    drawTasks(source, settings, epochSeconds, load: load, &random)
    let churn = random.uniform(settings.churn.lowerBound, settings.churn.upperBound)
    faults = settings.faults ?? churnPlan(churn, steps: settings.steps, &random)
    dataShare = (0..<settings.tenants).map { _ in random.uniform(0.2, 0.6) }
    if settings.scope == .pool {
      dataShare = dataShare.map { _ in 0 }
      for job in jobs.indices { jobs[job].io = 0 }
    }
    slots = max((settings.tenants * 5 + 2 * storage - 1) / (2 * storage), 1)
    // Remote reads cost half as much again; with all at work, storage is used to seven tenths.
    bandwidth = settings.tasksPerNode * Double(nodes.count) * load * 1.25 / (0.7 * Double(storage))
  }

  private static func draw(_ range: ClosedRange<Int>, _ random: inout Random) -> Int {
    range.lowerBound + random.below(range.count)
  }

  /// Nodes of the trace at random, shrunk, where they have no devices, to hold as many tasks as asked.
  private mutating func drawNodes(
    _ source: OrchestrationSource, _ settings: OrchestrationSettings, _ random: inout Random
  ) {
    let count = Self.draw(settings.nodes, &random)
    let picked = (0..<count).map { _ in source.nodes[random.below(source.nodes.count)] }
    let hasDevices = picked.contains { $0.devices > 0 }
    func scale(_ lane: Int) -> Double {
      let (demand, capacity) = (source.meanDemand[lane], source.meanCapacity[lane])
      return !hasDevices && capacity > 0 ? min(settings.tasksPerNode * demand / capacity, 1) : 1
    }
    let (cpu, memory) = (scale(0), scale(1))
    nodes = picked.map {
      Node(
        cpu: max(Double($0.capacity.cpuMilli) * cpu, 1),
        memory: max(Double($0.capacity.memoryMiB) * memory, 1),
        devices: $0.devices, modelBit: $0.devices > 0 ? 1 << UInt64($0.model) : 0)
    }
  }

  /// A sample of the trace's tasks from a drawn place on, until they are as much work as is asked; the gaps
  /// between them are stretched so that they come over nine tenths of the episode. What no node could hold is cut
  /// down to what one can.
  private mutating func drawTasks(
    _ source: OrchestrationSource, _ settings: OrchestrationSettings, _ epochSeconds: Double, load: Double,
    _ random: inout Random
  ) {
    let capacity = [
      nodes.reduce(0) { $0 + $1.cpu }, nodes.reduce(0) { $0 + $1.memory },
      nodes.reduce(0) { $0 + Double($1.devices) * 1000 },
    ]
    let span = 0.9 * Double(settings.steps)
    var work = [0.0, 0.0, 0.0]
    var times: [Double] = []
    var (row, lap) = (random.below(source.rows.count), 0.0)
    let whole = (source.rows.last?.at ?? 0) - (source.rows.first?.at ?? 0) + 1
    while true {
      let found = source.rows[row]
      if random.bernoulli(settings.sample) {
        let task = fitted(found, settings, epochSeconds, &random)
        jobs.append(task)
        times.append(found.at + lap)
        work[0] += task.cpu * task.length
        work[1] += task.memory * task.length
        work[2] += Double(task.devices.totalMilli) * task.length
        let offered = (0..<3).map { capacity[$0] > 0 ? work[$0] / capacity[$0] : 0 }
        scarcest = (0..<3).reduce(0) { offered[$1] > offered[$0] ? $1 : $0 }
        if offered[scarcest] >= load * span || jobs.count == 20_000 { break }
      }
      row += 1
      if row == source.rows.count { (row, lap) = (0, lap + whole) }
    }
    guard let first = times.first, let last = times.last else { return }
    for index in jobs.indices {
      let share =
        last > first ? (times[index] - first) / (last - first) : Double(index) / Double(jobs.count)
      jobs[index].arrival = Int(share * span)
    }
  }

  private func fitted(
    _ row: OrchestrationSource.Row, _ settings: OrchestrationSettings, _ epochSeconds: Double,
    _ random: inout Random
  ) -> Job {
    let devices = min(row.demand.devices.count, nodes.reduce(0) { max($0, $1.devices) })
    let able = nodes.filter { $0.devices >= devices }
    let models = able.contains { $0.modelBit & row.demand.models != 0 } ? row.demand.models : 0
    let hosts = models == 0 ? able : able.filter { $0.modelBit & models != 0 }
    // One that holds the most of both, so that a task held within it fits somewhere.
    let largest = hosts.reduce(hosts[0]) { $1.cpu * $1.memory > $0.cpu * $0.memory ? $1 : $0 }
    let length = min(max(row.seconds / epochSeconds, 1), 5 * settings.meanLength)
    return Job(
      arrival: 0, length: length, expected: length * Portable.exp(0.5 * random.normal()),
      cpu: min(Double(row.demand.resources.cpuMilli), 0.9 * largest.cpu),
      memory: min(Double(row.demand.resources.memoryMiB), 0.9 * largest.memory),
      devices: devices == 0 ? .none : DeviceDemand(count: devices, milliEach: row.demand.devices.milliEach),
      models: models, priority: Int(row.priority), tenant: Int(row.owner % UInt64(settings.tenants)),
      use: random.uniform(0.4, 1), io: random.uniform(0.5, 1.5))
  }

  /// Breakdowns, slow spells, flaky spells and now and then a departure of many, drawn one by one.
  private func churnPlan(_ churn: Double, steps: Int, _ random: inout Random) -> FaultPlan {
    var faults: [Fault] = []
    func add(_ probability: Double, _ kind: Fault.Kind, _ spell: ClosedRange<Double>) {
      let at = random.uniform(0, Double(steps))
      let length = random.uniform(spell.lowerBound, spell.upperBound)
      if random.bernoulli(min(probability, 1)) {
        faults.append(Fault(kind, at: Instant(seconds: at), duration: Instant(seconds: length).nanoseconds))
      }
    }
    for node in 0..<(nodes.count + storage + schedulers) {
      let isNode = node < nodes.count
      add(isNode ? churn : churn / 2, .crash(agent: node), 5...30)
      if isNode { add(churn / 2, .slowDown(agent: node, factor: 2), 10...40) }
      if isNode { add(churn / 4, .flaky(agent: node, probability: 0.3), 10...40) }
      if isNode { add(churn / 4, .partition(agent: node), 5...15) }
    }
    add(churn / 2, .massDeparture(fraction: 0.25), 5...20)
    return FaultPlan(faults)
  }
}
