import MusterCore
import MusterMath

/// A workload made from another by sampling: how training sees more mixes, more constraints and tighter pools than
/// the traces hold (domain randomisation). Nothing ever leaves, and what arrives asks for just over all devices. Tasks
/// come one by one: members of gangs and tasks that wait for others are tasks like others.
struct PlacementVariation: Sendable, Equatable {
  /// Share of the agents that are kept, of each kind of agent alike.
  var scale = 1.0
  /// The shares below hold; otherwise the tasks are those of the trace, in their order.
  var changesMix = false
  /// Share of the tasks that want no device; of the others, share that want several, share of the rest that want a
  /// part of one.
  var plain = 0.0
  var several = 0.0
  var shared = 0.0
  /// Share of the tasks with devices that allow some models only. The models are those that tasks of the trace allow,
  /// or one model, each by its devices, where none does.
  var constrained = 0.0

  /// Draws one. `width` is how far from the trace it may go, 0...1: the curriculum widens it.
  init(scale: Double, limits: PlacementSettings, width: Double, random: inout Random) {
    self.scale = scale
    guard random.bernoulli(limits.varied * width) else { return }
    changesMix = true
    plain = limits.plain * random.unit()
    several = random.bernoulli(0.5) ? limits.several * random.unit() : 0
    shared = random.unit()
    constrained = random.bernoulli(0.5) ? limits.constrained * random.unit() : 0
  }

  init(scale: Double = 1) { self.scale = scale }

  /// The workload as varied. O(tasks + agents).
  func apply(to workload: Workload, random: inout Random) -> Workload {
    var varied = workload
    if scale < 1 { varied.agents = sampled(workload.agents, &random) }
    let capacity = varied.agents.reduce(0) { $0 + Int($1.deviceCount) } * Int(Devices.whole)
    let tasks = workload.arrivals.flatMap(\.tasks)
    let draw = TaskDraw(tasks, agents: workload.agents)
    // Tasks that want no device would never ask for all of them.
    let limit = changesMix && draw.hasDevices ? Int.max : tasks.count
    varied.arrivals = []
    varied.world = EndlessWorld()
    var wanted = 0
    // Half a percent beyond all devices: the end of the events that count.
    while varied.arrivals.count < limit, Double(wanted) < 1.006 * Double(capacity) {
      let place = varied.arrivals.count
      var task = (changesMix ? draw.next(self, &random) : tasks[place]).alone
      task.id = TaskID(UInt64(place) + 1)
      wanted += task.demand.devices.totalMilli
      varied.arrivals.append(Workload.Arrival(at: Instant(Nanoseconds(place) * 1_000_000_000), tasks: [task]))
    }
    if changesMix {
      let counts = varied.arrivals.map { (demand: $0.tasks[0].demand, count: 1) }
      varied.mix = DemandMix.typical(counts, version: random.next() | 1)
    }
    return varied
  }

  /// So many of each kind of agent, in their order.
  private func sampled(_ agents: [Agent], _ random: inout Random) -> [Agent] {
    var kinds: [[Agent]] = []
    for agent in agents {
      let kind = kinds.firstIndex { kind in
        kind[0].capacity == agent.capacity && kind[0].deviceCount == agent.deviceCount
          && kind[0].deviceModel == agent.deviceModel
      }
      if let kind { kinds[kind].append(agent) } else { kinds.append([agent]) }
    }
    return kinds.flatMap { kind in
      let wanted = scale * Double(kind.count)
      let count = Int(wanted) + (random.bernoulli(wanted - wanted.rounded(.down)) ? 1 : 0)
      return Array(kind.prefix(count))
    }
  }
}

extension Task {
  /// The same without what ties it to others or to a time of the trace: placed as it comes, or not at all.
  fileprivate var alone: Task {
    var task = self
    task.gang = .none
    task.patience = 0
    task.deadline = .never
    if !dependencies.isEmpty { task.dependencies = [] }
    if idempotencyKey != nil { task.idempotencyKey = nil }
    return task
  }
}

/// Draws tasks by kind of demand.
private struct TaskDraw {
  private var plain: [Task] = []
  private var shared: [Task] = []
  private var whole: [Task] = []
  private var several: [Task] = []
  /// Sets of models, as often as they are asked for.
  private var models: [UInt64] = []

  init(_ tasks: [Task], agents: [Agent]) {
    for task in tasks {
      let devices = task.demand.devices
      switch (devices.count, devices.milliEach < Devices.whole) {
      case (0, _): plain.append(task)
      case (1, true): shared.append(task)
      case (1, false): whole.append(task)
      default: several.append(task)
      }
      if task.demand.models != 0 { models.append(task.demand.models) }
    }
    if models.isEmpty {
      models = agents.flatMap { Array(repeating: 1 << UInt64($0.deviceModel), count: Int($0.deviceCount)) }
    }
  }

  var hasDevices: Bool { !(shared.isEmpty && whole.isEmpty && several.isEmpty) }

  func next(_ variation: PlacementVariation, _ random: inout Random) -> Task {
    if !plain.isEmpty, !hasDevices || random.bernoulli(variation.plain) { return pick(plain, &random) }
    let one = random.bernoulli(variation.shared) ? [shared, whole, several] : [whole, shared, several]
    let order = random.bernoulli(variation.several) ? [several] + one : one
    var task = pick(order.first { !$0.isEmpty } ?? plain, &random)
    task.demand.models = 0
    if random.bernoulli(variation.constrained) { task.demand.models = models[random.below(models.count)] }
    return task
  }

  private func pick(_ tasks: [Task], _ random: inout Random) -> Task { tasks[random.below(tasks.count)] }
}
