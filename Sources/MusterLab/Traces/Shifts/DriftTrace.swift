import MusterCore
import MusterMath

/// Two agents, one of which falls from good to bad: what a learner must notice however much it has seen.
///
/// The published case: of two arms the one that succeeds with 0.90 falls to 0.05 after 1,000 tasks, the other stays
/// at 0.60. A router that stops updating once it has seen enough still gives 99.9 % of the tasks 5,000 to 6,000 to
/// the fallen one.
public struct DriftTrace: Trace {
  static let tasks = TraceKey.whole("tasks", 6000, in: 1...10_000_000, "tasks in all")
  static let change = TraceKey.whole(
    "change", 1000, in: 0...10_000_000, "how many tasks come before the fall")
  static let settled = TraceKey.whole(
    "settled", 1500, in: 0...10_000_000, "after how many tasks bestChoicePct is counted")
  static let high = TraceKey.number("high", 0.9, in: 0...1, "success of the first agent before it falls")
  static let low = TraceKey.number("low", 0.05, in: 0...1, "success of the first agent after it fell")
  static let other = TraceKey.number("other", 0.6, in: 0...1, "success of the second agent")

  static let scheme = TraceScheme(
    name: "drift", summary: "two agents of which the better one falls; needs no file", path: .none,
    parameters: [
      tasks.parameter, change.parameter, settled.parameter, high.parameter, low.parameter, other.parameter,
    ],
    example: "drift?low=0.05",
    source: "the drifting arm on which LiteLLM's adaptive router stays; every task takes a second (declared)",
    licence: "none needed"
  ) { try DriftTrace($0) }

  public let spec: String
  private let count, change, settled: Int
  private let high, low, other: Double

  /// Throws ``TraceSpecError``.
  public init(_ spec: TraceSpec) throws {
    self.spec = spec.text
    count = try spec.value(Self.tasks)
    change = try spec.value(Self.change)
    settled = try spec.value(Self.settled)
    high = try spec.value(Self.high)
    low = try spec.value(Self.low)
    other = try spec.value(Self.other)
  }

  public var summary: String {
    "\(count) tasks on 2 agents: the first succeeds with \(plain(high)), with \(plain(low)) after \(change) tasks; "
      + "the second with \(plain(other))"
  }

  public func workload(seed: UInt64) -> Workload {
    func abilities(_ first: Double) -> [ShiftWorld.Ability] {
      [first, other].map { ShiftWorld.Ability(success: [$0], latency: 1000) }
    }
    var workload = Workload(
      world: ShiftWorld(
        before: abilities(high), after: abilities(low), costs: [0, 0], change: change, strain: .none,
        reward: .success))
    var vocabulary = Vocabulary()
    vocabulary.intern("task", in: .kind)
    workload.define(vocabulary)
    workload.agents = ["falling", "steady"].enumerated().map { row, name in
      Agent(id: AgentID(UInt64(row)), name: name)
    }
    workload.arrivals = (0..<count).map { number in
      let task = Task(
        id: TaskID(UInt64(number) + 1), kind: KindID(1),
        retry: RetryRule(attempts: 1, backoff: 0, backoffLimit: 0, jitter: 0))
      return Workload.Arrival(at: Instant(Int64(number) * 2_000_000_000), tasks: [task])
    }
    workload.meters = [.shift(Workload.ShiftMark(change: change, settled: settled))]
    workload.engine.taskLimit = max(workload.engine.taskLimit, count)
    return workload
  }
}
