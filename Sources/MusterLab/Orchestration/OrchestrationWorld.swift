import MusterLearning
import MusterMath

/// A cluster that three roles run together on the tasks of a trace: schedulers, compute nodes and storage nodes, each
/// deciding on what it sees of its own part. Role-based orchestration after Yao, Liu and Dai (2025); the laws below
/// are ours and declared.
///
/// **Time.** An epoch lasts so many seconds of the trace that the mean job would take `meanLength` of them alone; an
/// episode has `steps` epochs and begins with an empty pool. In an epoch schedulers take turns, a step each, until
/// nobody has a job left that could go somewhere, `rounds` turns each at most. Then there is one step in which compute
/// nodes act, then storage nodes; data are read, work is done, agents are paid, and faults and jobs of the next epoch
/// come. Who does not act in a step has no possible action and sees zero.
///
/// **Jobs.** A quarter (`sample`) of the trace's tasks from a drawn place on, with their demand, priority, tenant
/// and run time; what is expected of that is off by a factor whose logarithm is normal, of deviation 0.5. The gaps
/// between them are stretched so that they offer the drawn load. A job uses 0.4 to 1 of the processor time that it
/// asks for (uniform, hidden) and reads 0.5 to 1.5 units of data an epoch; its tenant says which share of its time
/// waits for data (0.2 to 0.6). Schedulers queue them by turns, and choose between the one that their order names
/// and the one that is expected to be through first.
///
/// **Compute nodes** are drawn from the trace's. Memory and devices are never overcommitted; processors up to the
/// level that the node sets. *Contention:* with use u over capacity c, jobs go at full speed while u <= c, else at
/// (c / u)^2: each gets its share, and switching costs as much again. A move stops a job for two epochs, and goes
/// only to where it leaves a node less loaded than its own was. *Power:* 100 W idle to 300 W at full use for a node
/// of mean size, 10 W for an empty closed one.
///
/// **Storage nodes** hold a shard for each tenant, two replicas at first. Node n reads from storage node n mod count,
/// its rack, where the shard is there, else from all replicas alike at 1.5 times the load. *Storage:* with load L over
/// bandwidth B the share min(1, B / L) of reads is served; a job whose tenant waits the share s for data goes at 1 -
/// s (1 - served); without a replica nothing is served. Copies take five epochs and 0.15 B at both ends. A throttled
/// tenant is served half, and loads half.
///
/// **Faults** are those of a plan (a second is an epoch; agents are numbered nodes, then storage nodes, then
/// schedulers): crash, departure of many, slow, flaky (a job that ends there begins anew), partition (the node works
/// on and cannot be reached). Late and double reports and clock jumps mean nothing here. What ran on a node that
/// breaks down is lost and queues again; a scheduler's queue goes to the next; the first scheduler never breaks down.
///
/// **Payment**: `localWeight` times one's own reward, the rest the team's: see `OrchestrationRewards`. The number of
/// agents of a role differs from episode to episode and within it: who is absent has no possible action, and sees
/// and is paid zero. Who has an advisor sees what that would do.
///
/// Everything follows from source, settings, seed and actions. A step costs `O(jobs in the pool + schedulers * nodes)`
/// and allocates nothing once an episode's memory is set aside, at its beginning.
public struct OrchestrationWorld: RoleWorld {
  /// What it is made with.
  public let settings: OrchestrationSettings
  public var copies: Int { cells.count }
  public var agents: Int { roles.count }
  public var actions: Int { OrchestrationLayout.actions }
  public var observationSize: Int { OrchestrationLayout.observationSize }
  public var stateSize: Int { OrchestrationCell.stateSize(settings) }
  public var hasMasks: Bool { true }
  public let roles: [Int]
  public var roleNames: [String] { ["scheduler", "compute", "storage"] }

  let source: OrchestrationSource
  let epochSeconds: Double
  let seed: UInt64
  let numbers: Range<Int>
  var cells: [OrchestrationCell] = []
  /// Which episode of its copy each is in.
  var episodes: [UInt64]
  /// What the last ended episode of each copy measured.
  var last: [OrchestrationMeasures?]

  /// The copies of these numbers, each at the start of its first episode. Throws where the settings make no world.
  public init(
    _ source: OrchestrationSource, _ settings: OrchestrationSettings, copies: Range<Int>, seed: UInt64
  ) throws(TrainingError) {
    try settings.check()
    self.source = source
    self.settings = settings
    self.seed = seed
    numbers = copies
    epochSeconds = source.epochSeconds(meanLength: settings.meanLength)
    roles =
      Array(repeating: 0, count: settings.schedulers.upperBound)
      + Array(repeating: 1, count: settings.nodes.upperBound)
      + Array(repeating: 2, count: settings.storage.upperBound)
    episodes = Array(repeating: 0, count: copies.count)
    last = Array(repeating: nil, count: copies.count)
    begin()
  }

  /// The same world with other copies, each at the start of its first episode.
  public func with(copies: Range<Int>) -> OrchestrationWorld {
    OrchestrationWorld(like: self, copies: copies)
  }

  private init(like other: OrchestrationWorld, copies: Range<Int>) {
    (source, settings, seed, numbers) = (other.source, other.settings, other.seed, copies)
    (epochSeconds, roles) = (other.epochSeconds, other.roles)
    episodes = Array(repeating: 0, count: copies.count)
    last = Array(repeating: nil, count: copies.count)
    begin()
  }

  private mutating func begin() {
    for copy in 0..<numbers.count {
      cells.append(OrchestrationCell(window(copy), settings, mix: source.mix))
      cells[copy].history.reserveCapacity(settings.steps * roles.count)
    }
  }

  func window(_ copy: Int) -> OrchestrationWindow {
    let draw = Mix.hash(Mix.hash(seed, UInt64(numbers.lowerBound + copy)), episodes[copy])
    return OrchestrationWindow(
      source, settings.of(episode: episodes[copy]), epochSeconds: epochSeconds, seed: draw)
  }

  /// The measures of a copy's running episode or, where none has begun since the last ended, of that.
  public func measures(copy: Int) -> OrchestrationMeasures {
    if cells[copy].epoch == 0, let last = last[copy] { return last }
    return cells[copy].measured()
  }

  public mutating func reset(copy: Int) {
    last[copy] = cells[copy].measured()
    episodes[copy] += 1
    cells[copy].begin(window(copy))
  }

  public mutating func step(
    actions: UnsafePointer<Int32>, rewards: UnsafeMutablePointer<Float>,
    ends: UnsafeMutablePointer<EpisodeEnd>
  ) {
    for copy in 0..<copies {
      cells[copy].step(actions + copy * agents, rewards: rewards + copy * agents)
      ends[copy] = cells[copy].isOver ? .truncated : .running
    }
  }

  public func observe(into target: UnsafeMutablePointer<Float>) {
    target.update(repeating: 0, count: copies * agents * observationSize)
    for copy in 0..<copies {
      cells[copy].observe(into: target + copy * agents * observationSize)
    }
  }

  public func state(into target: UnsafeMutablePointer<Float>) {
    target.update(repeating: 0, count: copies * stateSize)
    for copy in 0..<copies { cells[copy].seeAll(target + copy * stateSize) }
  }

  public func mask(into target: UnsafeMutablePointer<UInt8>) {
    target.update(repeating: 0, count: copies * agents * actions)
    for copy in 0..<copies { cells[copy].mask(into: target + copy * agents * actions) }
  }

  public func teamRewards(into target: UnsafeMutablePointer<Float>) {
    for copy in 0..<copies { target[copy] = Float(cells[copy].teamReward) }
  }
}
