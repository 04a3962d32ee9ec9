import MusterCore
import MusterMath

/// How one try of a task goes.
public struct Execution: Sendable, Equatable {
  /// From the lease to the start of work: dispatch, queueing inside the agent.
  public var startDelay: Nanoseconds
  /// From the start of work to the report.
  public var duration: Nanoseconds
  public var succeeded: Bool
  public var retryable: Bool
  /// Nil counts the task's value for a success.
  public var reward: Double?
  /// Micro-dollars; nil charges by the agent's price.
  public var cost: Int64?
  public var outputTokens: Int32

  public init(
    startDelay: Nanoseconds = 0, duration: Nanoseconds, succeeded: Bool = true, retryable: Bool = true,
    reward: Double? = nil, cost: Int64? = nil, outputTokens: Int32 = 0
  ) {
    self.startDelay = startDelay
    self.duration = duration
    self.succeeded = succeeded
    self.retryable = retryable
    self.reward = reward
    self.cost = cost
    self.outputTokens = outputTokens
  }
}

/// Says how long work takes and how it turns out: the part of the world that a trace or a model stands for.
/// The same arguments and the same random source give the same execution.
public protocol World: Sendable {
  /// One line for people: what is modelled and with which numbers.
  var summary: String { get }

  /// - Parameters:
  ///   - attempt: 0 for the first try.
  ///   - load: tasks that the agent has under lease, this one included.
  ///   - random: a source of this try's own; the draws of one try do not move those of another.
  func execute(_ task: Task, on agent: Agent, attempt: Int, load: Int, random: inout Random) -> Execution

  /// Takes note that the agent was given the task, after ``execute(_:on:attempt:load:random:)`` has said how that
  /// goes: for worlds in which what an agent did counts for what it does next.
  mutating func gave(_ task: Task, to agent: Agent)

  /// The chance that the agent succeeds at the task when it is idle, in 0...1; nil where the world does not know.
  /// What no policy of the catalogue may see: for ``OraclePolicy`` and for measuring.
  func expectation(of task: Task, on agent: Agent) -> Double?
}

extension World {
  public mutating func gave(_ task: Task, to agent: Agent) {}
  public func expectation(of task: Task, on agent: Agent) -> Double? { nil }
}

/// Work that never ends: what is placed stays, as in the placement experiments of FGD.
public struct EndlessWorld: World {
  public init() {}
  public var summary: String { "tasks stay where they are placed" }
  public func execute(_ task: Task, on agent: Agent, attempt: Int, load: Int, random: inout Random)
    -> Execution
  {
    Execution(duration: Task.forever)
  }
}

/// Durations known from a trace, task by task, shortened or stretched by the agent's speed.
public struct RecordedWorld: World {
  /// By ``TaskID`` minus `firstTask`; ``Task/forever`` for work that the trace does not see the end of.
  public var durations: [Nanoseconds]
  public var firstTask: UInt64

  public init(durations: [Nanoseconds], firstTask: UInt64 = 0) {
    self.durations = durations
    self.firstTask = firstTask
  }
  public var summary: String { "durations as recorded, divided by the agent's speed" }

  public func execute(_ task: Task, on agent: Agent, attempt: Int, load: Int, random: inout Random)
    -> Execution
  {
    let index = Int(task.id.rawValue &- firstTask)
    guard index >= 0, index < durations.count else { return Execution(duration: 0) }
    let recorded = durations[index]
    if recorded == Task.forever { return Execution(duration: recorded) }
    return Execution(duration: agent.speed == 1 ? recorded : Nanoseconds(Double(recorded) / agent.speed))
  }
}
