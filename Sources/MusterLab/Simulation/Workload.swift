import MusterCore

/// What is replayed: a pool, the work that arrives at it, and the world that does the work. Made from a trace for
/// one seed.
public struct Workload: Sendable {
  /// Names to define first, in this order.
  public var names: [(space: NameSpace, name: String)] = []
  public var tenants: [Tenant] = []
  public var agents: [Agent] = []
  /// In the order of arrival.
  public var arrivals: [Arrival] = []
  public var world: any World
  /// What else is asked of the engine, and when: cancellations, drains, changes. A refusal is no error here.
  public var script: [(at: Instant, request: Request)] = []
  /// The demands to expect; empty lets the run learn them from what arrives.
  public var mix = DemandMix()
  /// Settings that the trace calls for; the seed is set by the run.
  public var engine = EngineConfiguration()
  /// What to measure beside the common metrics.
  public var meters: [MeterKind] = []

  public init(world: any World) { self.world = world }

  public struct Arrival: Sendable {
    public var at: Instant
    /// One task, or several that are submitted together because they depend on each other or form gangs.
    public var tasks: [Task]
    public init(at: Instant, tasks: [Task]) {
      self.at = at
      self.tasks = tasks
    }
  }

  public enum MeterKind: Sendable, Equatable {
    /// Device allocation and fragmentation by arrived demand, as in FGD.
    case fragmentationCurves
    /// Success before and after a sudden change of what the agents can do.
    case shift(ShiftMark)
    /// How soon answers begin, and how many of them in time.
    case service(ServiceLevel)
  }

  /// What callers are promised.
  public struct ServiceLevel: Sendable, Equatable {
    /// From the arrival to the first token.
    public var firstToken: Nanoseconds

    public init(firstToken: Nanoseconds) { self.firstToken = firstToken }
  }

  /// Where the tasks of a workload, numbered from 0 in the order of arrival, meet a change.
  public struct ShiftMark: Sendable, Equatable {
    /// The first task after the change.
    public var change: Int
    /// The first task from which on a policy should have settled again.
    public var settled: Int

    public init(change: Int, settled: Int) {
      self.change = change
      self.settled = settled
    }
  }

  public var taskCount: Int { arrivals.reduce(0) { $0 + $1.tasks.count } }
}

/// Where workloads come from: reads its file once, then makes a workload for each seed.
public protocol Trace: Sendable {
  /// The spec it was made from, e.g. `openb:pods_default.csv`.
  var spec: String { get }
  /// What it holds, in a line.
  var summary: String { get }
  /// The workload of a seed: the same seed gives the same workload.
  func workload(seed: UInt64) throws -> Workload
}
