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
  /// How sure a verifier is of the answer, 0...1: then the policy is asked first whether to keep it, and a kept answer
  /// is worth that. Nil where none graded it.
  public var confidence: Double?
  /// Turns that the whole try takes; nil where the world counts none.
  public var turns: Int32?
  /// Whether progress shows when a cap on the turns draws near: only then is an extension given.
  public var showsProgress: Bool
  /// What is answered, as keys; see ``Report/answers``.
  public var answers: [UInt64]
  /// What graders say of the work.
  public var grades: [Grade]

  public init(
    startDelay: Nanoseconds = 0, duration: Nanoseconds, succeeded: Bool = true, retryable: Bool = true,
    reward: Double? = nil, cost: Int64? = nil, outputTokens: Int32 = 0, turns: Int32? = nil,
    showsProgress: Bool = false, answers: [UInt64] = [], confidence: Double? = nil,
    grades: [Grade] = []
  ) {
    self.startDelay = startDelay
    self.duration = duration
    self.succeeded = succeeded
    self.retryable = retryable
    self.reward = reward
    self.cost = cost
    self.outputTokens = outputTokens
    self.confidence = confidence
    self.grades = grades
    self.turns = turns
    self.showsProgress = showsProgress
    self.answers = answers
  }

  /// Ends the try at a cap if it takes more turns: without success, its time and cost in proportion to the turns
  /// taken. That the agent would work otherwise under a cap is not modelled.
  public mutating func end(at cap: TurnCap) {
    guard let all = turns else { return }
    let limit = showsProgress ? cap.most : cap.limit
    guard all > limit else { return }
    let share = Double(limit) / Double(all)
    if duration != Task.forever { duration = saturatedWhole(Double(duration) * share) }
    cost = cost.map { saturatedWhole(Double($0) * share) }
    outputTokens = Int32(Double(outputTokens) * share)
    turns = limit
    succeeded = false
    reward = nil
    confidence = nil
    answers = []
    grades = []
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
  ///   - now: when it is given to the agent.
  ///   - random: a source of this try's own; the draws of one try do not move those of another.
  func execute(_ task: Task, on agent: Agent, attempt: Int, load: Int, at now: Instant, random: inout Random)
    -> Execution

  /// Takes note that the agent was given the task, after ``execute(_:on:attempt:load:random:)`` has said how that
  /// goes: for worlds in which what an agent did counts for what it does next.
  mutating func gave(_ task: Task, to agent: Agent, at now: Instant)

  /// Takes note that the agent went down with all that it held.
  mutating func lost(_ agent: Agent)

  /// What a first try of the task on the agent at that time would bring on average, over the draws of
  /// ``execute(_:on:attempt:load:random:)``; nil where the world does not know it beforehand. For ``Hindsight``
  /// only: no policy of the catalogue sees it.
  func expectation(of task: Task, on agent: Agent, at now: Instant) -> Expectation?

  /// Whether the agent's answer to the task is right, whatever its verifier says of it; nil where the world knows no
  /// more than what is reported.
  func isRight(_ task: TaskID, on agent: AgentID) -> Bool?

  /// What only the world can measure of a run, at its end.
  var metrics: [MetricValue] { get }
}

extension World {
  public mutating func gave(_ task: Task, to agent: Agent, at now: Instant) {}
  public mutating func lost(_ agent: Agent) {}
  public var metrics: [MetricValue] { [] }
  public func isRight(_ task: TaskID, on agent: AgentID) -> Bool? { nil }
  public func expectation(of task: Task, on agent: Agent, at now: Instant) -> Expectation? { nil }
}

/// What a try would bring on average.
public struct Expectation: Sendable, Equatable {
  /// The chance that the answer is right, 0...1.
  public var success: Double
  /// Mean cost, in micro-dollars.
  public var cost: Double

  public init(success: Double, cost: Double = 0) {
    self.success = success
    self.cost = cost
  }
}

/// Work that never ends: what is placed stays, as in the placement experiments of FGD.
public struct EndlessWorld: World {
  public init() {}
  public var summary: String { "tasks stay where they are placed" }
  public func execute(
    _ task: Task, on agent: Agent, attempt: Int, load: Int, at now: Instant, random: inout Random
  )
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

  public func execute(
    _ task: Task, on agent: Agent, attempt: Int, load: Int, at now: Instant, random: inout Random
  )
    -> Execution
  {
    let index = Int(task.id.rawValue &- firstTask)
    guard index >= 0, index < durations.count else { return Execution(duration: 0) }
    let recorded = durations[index]
    if recorded == Task.forever { return Execution(duration: recorded) }
    return Execution(duration: agent.speed == 1 ? recorded : Nanoseconds(Double(recorded) / agent.speed))
  }
}

extension Task {
  /// As the world knows it: a run of a ballot is the task that it is a run of.
  var question: Task {
    var task = self
    if let ballot { task.id = ballot }
    return task
  }
}
