import MusterLearning

/// How large an orchestration world is, how hard, and how its agents are paid.
///
/// Ranges are drawn from for every episode: a point is a fixed world, a range is domain randomisation, and `widening`
/// makes a curriculum of it.
public struct OrchestrationSettings: Sendable, Equatable {
  /// In which order a scheduler takes the tasks of its queue.
  public enum Order: Sendable, Equatable, CaseIterable {
    /// By arrival, and nobody passes a task that waits (FIFO).
    case arrival
    /// The tenant with the least dominant share first (DRF, Ghodsi et al., 2011), in a tenant by priority, then
    /// arrival; a task that cannot be placed is passed.
    case dominantShare
    /// The task that is expected to be through first; one that cannot be placed is passed.
    case shortest
  }

  /// The rule that names a scheduler's candidates, the best first.
  public enum Screen: Sendable, Equatable, CaseIterable {
    /// The first nodes with room.
    case firstFit
    /// The nodes with the least left of the task's dominant resource.
    case bestFit
    /// The nodes with the least share of anything in use.
    case leastLoaded
    /// The nodes whose devices lose least usefulness (FGD, Weng et al., 2023), then best fit.
    case fragmentation
    /// Nodes whose rack holds the task's data, those with idle storage first.
    case nearest
    /// Nodes in an order that a hash of seed, task and epoch draws.
    case random
    /// The best of four rules: best fit, least loaded, least fragmentation, nearest to the data. A node that was
    /// named already gives its place to the rule's next one.
    case mixed
  }

  /// How many schedulers an episode has.
  public var schedulers = 3...4
  /// How many compute nodes an episode has.
  public var nodes = 8...12
  /// How many storage nodes an episode has.
  public var storage = 3...4
  /// Tenants that the trace's are dealt to, each with one shard of data.
  public var tenants = 8
  /// Epochs in an episode.
  public var steps = 120
  /// Steps after which an episode ends before its epochs are through.
  public var mostSteps = Int.max
  /// In an epoch a scheduler can place so many jobs, one after the other.
  public var rounds = 8
  /// Tasks of mean demand that a node of mean size holds; nodes without devices are shrunk to that.
  public var tasksPerNode = 3.0
  /// Share of the trace's tasks, from a drawn place on, that an episode has: a small pool gets a small part of what
  /// comes at once to a large one.
  public var sample = 0.25
  /// Mean run time of a task alone on its node, epochs: what an epoch lasts follows from it. Run times are cut at
  /// five times as many.
  public var meanLength = 30.0
  /// Work offered over what the pool could do, in the resource that is asked for most.
  public var load = 0.8...1.1
  /// How often a compute node breaks down in an episode, on average; storage nodes and schedulers half as often.
  public var churn = 0.2...0.6
  /// Curriculum: episodes of a copy over which load and churn come in, from the least of their ranges alone to the whole
  /// of them; 0 for no curriculum.
  public var widening = 0
  /// Faults instead of drawn ones; a second of the plan is an epoch.
  public var faults: FaultPlan?
  /// Share of an agent's own reward in what it is paid, 0...1; the rest is the team's.
  public var localWeight: Float = 0.5
  /// What a compute node loses by running over its capacity, a unit of contention.
  public var overloadCost: Float = 0.5
  /// What a compute node loses by a full queue in front of it while it is closed or idle.
  public var waitCost: Float = 0.2
  /// What a scheduler loses by passing a task that could be placed, by a placement that fails and by a preemption.
  public var rejectCost: Float = 0.5
  /// What agents can see and do.
  public var scope = OrchestrationScope.cluster
  /// The order of queues.
  public var order = Order.dominantShare
  /// The rule that names candidates.
  public var screen = Screen.mixed
  /// The rule that advises learners; nil for none.
  public var advisor: OrchestrationRule?

  /// The standing values.
  public init() {}

  /// Throws where no world can be built.
  public func check() throws(TrainingError) {
    func within(_ name: String, _ range: ClosedRange<Int>, _ most: Int) throws(TrainingError) {
      if range.lowerBound < 1 || range.upperBound > most {
        throw .setting(
          name: name, found: "\(range.lowerBound)...\(range.upperBound)", expected: "within 1...\(most)")
      }
    }
    try within("schedulers", schedulers, 16)
    try within("nodes", nodes, 256)
    try within("storage", storage, 32)
    try within("tenants", tenants...tenants, 256)
    try within("steps", steps...steps, 10_000)
    try within("mostSteps", mostSteps...mostSteps, .max)
    try within("rounds", rounds...rounds, 100)
    if widening < 0 { throw .setting(name: "widening", found: "\(widening)", expected: "0 or more") }
    for (name, value) in [
      ("tasksPerNode", tasksPerNode), ("meanLength", meanLength), ("load", load.lowerBound),
      ("sample", sample),
    ] where !(value > 0 && value.isFinite) {
      throw .setting(name: name, found: "\(value)", expected: "above 0")
    }
    if !(load.upperBound <= 100) {
      throw .setting(name: "load", found: "\(load.upperBound)", expected: "at most 100")
    }
    if !(churn.lowerBound >= 0 && churn.upperBound <= 100) {
      throw .setting(name: "churn", found: "\(churn)", expected: "within 0...100")
    }
    if !(localWeight >= 0 && localWeight <= 1) {
      throw .setting(name: "localWeight", found: "\(localWeight)", expected: "0...1")
    }
  }
}
