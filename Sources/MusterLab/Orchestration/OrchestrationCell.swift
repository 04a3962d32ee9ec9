import MusterCore
import MusterLearning
import MusterMath
import MusterPolicy

/// One copy of the orchestration world in the middle of an episode. What it means is told at
/// ``OrchestrationWorld``.
struct OrchestrationCell: Sendable {
  struct NodeState: Sendable {
    var cpu = 0.0
    var memory = 0.0
    var devices = Devices()
    /// Processors' time that its jobs use, of what they hold.
    var usage = 0.0
    var jobs = 0
    var level = 0
    var isOpen = true
    var isDown = false
    var isCut = false
    var slowness = 1.0
    var flakiness = 0.0
    /// In the last epoch: the mean progress of its jobs, how many they were, and the work done over its capacity.
    var rate = 1.0
    var ran = 0.0
    var useful = 0.0
  }

  struct JobState: Sendable {
    enum Phase: UInt8, Sendable { case coming, queued, running, done }
    var phase = Phase.coming
    var node: Int32 = -1
    var scheduler: Int32 = 0
    var mask: DeviceMask = 0
    var progress = 0.0
    /// Epochs in a queue, all its waits together.
    var waited = 0
    /// Passed by its scheduler until this epoch.
    var heldUntil = 0
    /// On its way to another node until this epoch.
    var stalledUntil = 0
    var movedAt = -1000
  }

  struct StorageState: Sendable {
    var isDown = false
    /// What is asked of it; the load is less where a tenant is throttled, more where it copies.
    var asked = 0.0
    /// What the jobs of its rack wanted to read, and how much of that they were served, by whomever.
    var wanted = 0.0
    var served = 0.0
    var load = 0.0
    var local = 0.0
    /// Share of what was asked that was served.
    var service = 1.0
    /// The tenant that reads most, -1 for none.
    var heaviest = -1
    var isThrottling = false
    var shards = 0
    /// The shard that is copied from here, -1 for none, to where, until when, and whether it leaves.
    var copying = -1
    var target = 0
    var until = 0
    var isMove = false
  }

  struct SchedulerState: Sendable {
    var isDown = false
    /// Refusals of this epoch: jobs that could be placed and were passed, placements that failed, preemptions.
    var refusals = 0
    /// Jobs that it placed and that ran in the last epoch, and the time they lost to contention, slow nodes and reads.
    var ran = 0.0
    var lost = 0.0
    var waits = 0
    /// Turns that it has had in this epoch.
    var turns = 0
  }

  struct TenantState: Sendable {
    var held = SIMD3<Double>.zero
    /// Jobs that came and are not done.
    var open = 0
    var progress = 0.0
    /// Epochs that its jobs have been open.
    var elapsed = 0.0
    var replicas: UInt32 = 0
  }

  typealias Layout = OrchestrationLayout
  static let copyEpochs = 5

  let settings: OrchestrationSettings
  var window: OrchestrationWindow
  var epoch = 0
  /// The scheduler that acts next. Where there is none, compute and storage nodes act, and the epoch passes.
  var turn: Int?
  /// The job before it, and a running one that would make room for that, -1 for none.
  var head = -1
  var victim = -1
  /// The shortest job of the same queue where that is another one, -1 for none; for learners alone.
  var second = -1
  var nodes: [NodeState] = []
  var jobs: [JobState] = []
  var stores: [StorageState] = []
  var schedulers: [SchedulerState] = []
  var tenants: [TenantState] = []
  var queues: [[Int32]] = []
  var running: [Int32] = []
  var nextJob = 0
  /// The candidate nodes, -1 for none, and what there is to say about them.
  var named: [Int32] = []
  var views: [CandidateSight] = []
  /// What the advisor would do, by place; empty where there is none.
  var advice: [Int32] = []
  /// Reads by storage node and tenant.
  var reads: [Double] = []
  var meter: FragmentationMeter
  var capacity = SIMD3<Double>.zero
  var measures = OrchestrationTally()
  /// The actions of the episode so far, from which it can be lived through again.
  var history: [UInt8] = []

  init(_ window: OrchestrationWindow, _ settings: OrchestrationSettings, mix: DemandMix) {
    self.settings = settings
    self.window = window
    meter = FragmentationMeter(mix: mix)
    begin(window)
  }

  /// Starts an episode. All memory that it needs is set aside here.
  mutating func begin(_ window: OrchestrationWindow) {
    self.window = window
    epoch = 0
    nextJob = 0
    nodes = window.nodes.map {
      var state = NodeState()
      state.devices = Devices(count: Int($0.devices))
      return state
    }
    jobs = Array(repeating: JobState(), count: window.jobs.count)
    stores = Array(repeating: StorageState(), count: window.storage)
    schedulers = Array(repeating: SchedulerState(), count: window.schedulers)
    tenants = Array(repeating: TenantState(), count: settings.tenants)
    queues = (0..<window.schedulers).map { _ in
      var queue: [Int32] = []
      queue.reserveCapacity(window.jobs.count)
      return queue
    }
    running.removeAll(keepingCapacity: true)
    running.reserveCapacity(window.jobs.count)
    named = Array(repeating: -1, count: Layout.candidates)
    views = Array(repeating: CandidateSight(), count: Layout.candidates)
    turn = nil
    advice = Array(repeating: -1, count: settings.advisor == nil ? 0 : places)
    reads = Array(repeating: 0, count: window.storage * settings.tenants)
    capacity = window.nodes.reduce(SIMD3<Double>.zero) { $0 + $1.capacity }
    measures = OrchestrationTally()
    history.removeAll(keepingCapacity: true)
    for tenant in tenants.indices {
      // Two replicas beside each other, where the tenant's number says: so the large tenants are not spread evenly.
      for place in [tenant % window.storage, (tenant + 1) % window.storage] {
        if tenants[tenant].replicas & (1 << UInt32(place)) == 0 { addReplica(tenant, place) }
      }
    }
    applyFaults()
    admit()
    look()
  }

  mutating func addReplica(_ tenant: Int, _ store: Int) {
    tenants[tenant].replicas |= 1 << UInt32(store)
    stores[store].shards += 1
  }

  mutating func dropReplica(_ tenant: Int, _ store: Int) {
    tenants[tenant].replicas &= ~(1 << UInt32(store))
    stores[store].shards -= 1
  }

  /// Whether jobs read.
  var hasData: Bool { settings.scope == .cluster }

  /// The storage node in the rack of a compute node.
  func near(_ node: Int) -> Int { node % stores.count }

  func holds(_ store: Int, _ tenant: Int) -> Bool {
    !stores[store].isDown && tenants[tenant].replicas & (1 << UInt32(store)) != 0
  }

  /// What a job holds, by resource.
  func demand(_ job: Int) -> SIMD3<Double> { window.jobs[job].demand }

  /// The share of the pool that a tenant holds of the resource it holds most of.
  func dominantShare(_ tenant: Int) -> Double {
    let held = tenants[tenant].held
    return (0..<3).reduce(0) { capacity[$1] > 0 ? max($0, held[$1] / capacity[$1]) : $0 }
  }

  /// Jobs in all queues.
  var queued: Int { queues.reduce(0) { $0 + $1.count } }
  /// Jobs that come in an epoch, on average.
  var arrivals: Double { Double(window.jobs.count) / Double(settings.steps) }
}
