import MusterCore
import MusterMath

/// The tasks of a generated workload for one seed, and how large each is.
struct GeneratedTasks {
  /// Tasks that come together, task ids from 1 in this order.
  private(set) var groups: [[Task]] = []
  /// Seconds on an agent of speed 1, by task id from 1.
  private(set) var sizes: [Double] = []

  private let settings: GeneratedSettings
  private let pool: GeneratedPool
  private let shapes: GeneratedShapes
  private let tenants: AliasTable?
  private let kinds: AliasTable?
  private let priorities: AliasTable?
  private var random: Random
  private var nextGang: UInt64 = 1

  /// Fitted to how many jobs the 50 busiest users of google2011 handed in.
  private static let skew = 0.84
  /// Shares of google2011's free, normal and production priorities among submissions.
  private static let googlePriorities = [0.410, 0.385, 0.205]

  init(_ settings: GeneratedSettings, _ pool: GeneratedPool, seed: UInt64) {
    self.settings = settings
    self.pool = pool
    shapes = GeneratedShapes(gpu: settings.gpu)
    tenants = AliasTable((1...settings.tenants).map { Portable.pow(Double($0), -Self.skew) })
    kinds = AliasTable((1...settings.kinds).map { Portable.pow(Double($0), -Self.skew) })
    priorities = AliasTable(
      settings.priorities == 3 ? Self.googlePriorities : Array(repeating: 1, count: settings.priorities))
    random = Random(seed: seed, stream: GeneratedStream.tasks)
    sizes.reserveCapacity(settings.tasks)
    while sizes.count < settings.tasks { addGroup(atMost: settings.tasks - sizes.count) }
  }

  /// How long the pool needs for all of it, in seconds, if every try succeeded and the scarcest resource were
  /// never idle.
  var work: Double {
    var cpu = 0.0
    var memory = 0.0
    var gpu = 0.0
    for task in groups.joined() {
      let seconds = sizes[Int(task.id.rawValue) - 1]
      cpu += Double(task.demand.resources.cpuMilli) * seconds
      memory += Double(task.demand.resources.memoryMiB) * seconds
      gpu += Double(task.demand.devices.totalMilli) * seconds
    }
    let capacity = pool.agents.reduce(Resources.zero) { $0 + $1.capacity }
    let devices = pool.agents.reduce(0.0) { $0 + Double($1.deviceCount) * Double(Devices.whole) }
    return max(cpu / Double(capacity.cpuMilli), memory / Double(capacity.memoryMiB), gpu / devices)
      / pool.meanSpeed
  }

  /// Sets the deadlines, now that it is known when tasks come.
  mutating func setDeadlines(at times: [Double]) {
    for (index, time) in times.enumerated() where groups[index].count == 1 {
      let draw = random.uniform(0.5, 1.5)
      guard random.bernoulli(settings.deadlines) else { continue }
      let size = sizes[Int(groups[index][0].id.rawValue) - 1]
      groups[index][0].deadline = Instant(saturatedNanoseconds(time + draw * settings.slack * size))
    }
  }

  private mutating func addGroup(atMost left: Int) {
    let draw = random.unit()
    let tenant = tenants?.draw(&random) ?? 0
    let priority = priorities?.draw(&random) ?? 0
    if left > 1, draw < settings.gangs {
      addGang(of: min(left, 2 + random.below(settings.gangSize - 1)), tenant, priority)
    } else if left > 1, draw < settings.gangs + settings.graphs {
      addGraph(of: min(left, 2 + random.below(settings.graphSize - 1)), tenant, priority)
    } else {
      var task = makeTask(kinds?.draw(&random) ?? 0, tenant, priority, isGang: false)
      if random.bernoulli(settings.budgets) { setBudget(&task) }
      groups.append([task])
    }
  }

  /// One kind and one shape: the members of a gang are alike.
  private mutating func addGang(of count: Int, _ tenant: Int, _ priority: Int) {
    let kind = kinds?.draw(&random) ?? 0
    var members: [Task] = []
    for _ in 0..<count {
      var task = makeTask(kind, tenant, priority, isGang: true)
      task.gang = GangID(nextGang)
      task.demand = members.first?.demand ?? task.demand
      members.append(task)
    }
    nextGang += 1
    groups.append(members)
  }

  /// Every task but the first waits for one or two that stand before it.
  private mutating func addGraph(of count: Int, _ tenant: Int, _ priority: Int) {
    var members: [Task] = []
    for index in 0..<count {
      var task = makeTask(kinds?.draw(&random) ?? 0, tenant, priority, isGang: false)
      if index > 0 {
        let first = random.below(index)
        let second = random.below(index)
        task.dependencies = first == second ? [members[first].id] : [members[first].id, members[second].id]
      }
      members.append(task)
    }
    groups.append(members)
  }

  private mutating func makeTask(_ kind: Int, _ tenant: Int, _ priority: Int, isGang: Bool) -> Task {
    let size = settings.durations.draw(scale: pool.scales[kind], &random)
    sizes.append(size)
    var demand = shapes.draw(forGang: isGang, &random)
    demand.skills = GeneratedPool.skills(ofKind: kind, among: settings.skills)
    let memory = Double(demand.resources.memoryMiB)
    var task = Task(
      id: TaskID(UInt64(sizes.count)), tenant: TenantID(UInt32(tenant + 1)), kind: KindID(UInt32(kind + 1)),
      demand: demand, priority: Int16(priority))
    // The world takes no longer than this: nothing is cut off at what is reserved.
    task.timeLimit = saturatedNanoseconds(size / pool.slowest * GeneratedWorld.greatestNoise)
    // Half a per cent of its memory changes in a second (declared).
    task.footprint = Footprint(memoryMiB: memory, dirtyMiBPerSecond: memory * 0.005)
    if let patience = settings.patience {
      task.patience = saturatedNanoseconds(patience)
    } else if settings.tenantBudget != nil {
      task.patience = Self.patienceWithBudget
    }
    return task
  }

  /// What cannot be paid for would wait for ever.
  private static let patienceWithBudget: Nanoseconds = 3_600_000_000_000

  private mutating func setBudget(_ task: inout Task) {
    let quote = task.quote(at: Price(perSecond: pool.medianPrice))
    task.budget = saturatedWhole(Double(quote) * random.uniform(1, 3))
    if settings.patience == nil { task.patience = Self.patienceWithBudget }
  }
}
