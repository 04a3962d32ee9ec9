import MusterCore
import MusterMath
import MusterPolicy

/// Outcomes known from a table, for every task and every agent: nothing is left to chance, and a second try
/// of the same pair turns out as the first.
///
/// What is reported of a try is its verifier's verdict. One that errs calls a right answer wrong, or a wrong one
/// right, with a given probability, for each pair of task and agent once and for all; ``isRight(_:on:)`` tells the
/// truth. One that grades has evidence of each answer, a normal number of deviation 1 about +strength/2 for a right
/// answer and -strength/2 for a wrong one (the d' of signal detection theory, Green and Swets, 1966), drawn once and
/// for all as well; its confidence is the chance of being right that the evidence gives at even odds, and its verdict
/// a yes from .5 up.
public struct OutcomeWorld: World {
  /// How one agent does on one task.
  public struct Cell: Sendable, Equatable {
    /// Whether the answer is right.
    public var succeeded: Bool
    /// Micro-dollars.
    public var cost: Int64
    public var duration: Nanoseconds

    public init(succeeded: Bool, cost: Int64, duration: Nanoseconds) {
      self.succeeded = succeeded
      self.cost = cost
      self.duration = duration
    }
  }

  private let cells: [Cell]
  private let agents: Int
  private let verifierError: Double
  private let verifierStrength: Double?

  /// - Parameters:
  ///   - cells: for the tasks with ids from 1 and, inside each, the agents with ids from 0.
  ///   - agents: how many cells each task has.
  ///   - verifierError: the probability that a verdict is wrong, 0...1; of a verifier that says yes or no.
  ///   - verifierStrength: how well the verifier tells right from wrong, at least 0, and then it grades; nil for one
  ///     that says yes or no.
  public init(cells: [Cell], agents: Int, verifierError: Double = 0, verifierStrength: Double? = nil) {
    self.cells = cells
    self.agents = agents
    self.verifierError = verifierError
    self.verifierStrength = verifierStrength
  }

  public var summary: String {
    "outcome, cost and duration as recorded for the task and the agent"
      + (verifierError > 0 ? "; the verifier errs with probability \(verifierError)" : "")
      + (verifierStrength.map { "; the verifier grades with strength \($0)" } ?? "")
  }

  /// What the verifier says of the pair; nil where nothing is known of it.
  public func accepts(_ task: TaskID, _ agent: AgentID) -> Bool? {
    guard let cell = cell(task, agent) else { return nil }
    if let confidence = confidence(task, agent) { return confidence >= CascadeTable.Cell.even }
    guard verifierError > 0 else { return cell.succeeded }
    let draw = Mix.unit(Mix.hash(task.rawValue, agent.rawValue, 0x7E51_F1E5))
    return cell.succeeded != (draw < verifierError)
  }

  /// How sure a verifier that grades is that the pair's answer is right, 0...1; nil for one that says yes or no, and
  /// where nothing is known of the pair.
  public func confidence(_ task: TaskID, _ agent: AgentID) -> Double? {
    guard let verifierStrength, let cell = cell(task, agent) else { return nil }
    var random = Random(seed: Mix.hash(task.rawValue, agent.rawValue), stream: 0x6AAD_ED)
    let evidence = random.normal(mean: (cell.succeeded ? 0.5 : -0.5) * verifierStrength, deviation: 1)
    return Portable.sigmoid(verifierStrength * evidence)
  }

  public func isRight(_ task: TaskID, on agent: AgentID) -> Bool? { cell(task, agent)?.succeeded }

  /// What is known of the pair, nil where nothing is.
  public func cell(_ task: TaskID, _ agent: AgentID) -> Cell? {
    guard agent.rawValue < UInt64(agents) else { return nil }
    let row = Int(truncatingIfNeeded: task.rawValue &- 1)
    let (start, overflows) = row.multipliedReportingOverflow(by: agents)
    let index = start &+ Int(agent.rawValue)
    return row >= 0 && !overflows && cells.indices.contains(index) ? cells[index] : nil
  }

  public func execute(_ task: Task, on agent: Agent, attempt: Int, load: Int, random: inout Random)
    -> Execution
  {
    guard let cell = cell(task.id, agent.id) else {
      return Execution(duration: 0, succeeded: false, retryable: false, cost: 0)
    }
    let accepted = accepts(task.id, agent.id) ?? false
    let confidence = confidence(task.id, agent.id)
    return Execution(
      duration: cell.duration, succeeded: accepted, reward: accepted ? confidence ?? 1 : 0, cost: cell.cost,
      confidence: confidence)
  }

  public func expectation(of task: Task, on agent: Agent, at now: Instant) -> Expectation? {
    cell(task.id, agent.id).map { Expectation(success: $0.succeeded ? 1 : 0, cost: Double($0.cost)) }
  }
}
