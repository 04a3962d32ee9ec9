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
    /// How many turns it took; nil where they were not counted.
    public var turns: Int32?

    public init(succeeded: Bool, cost: Int64, duration: Nanoseconds, turns: Int32? = nil) {
      self.succeeded = succeeded
      self.cost = cost
      self.duration = duration
      self.turns = turns
    }
  }

  private let cells: [Cell]
  private let agents: Int
  private let verifierError: Double
  private let verifierStrength: Double?
  private let progressError: Double
  private let voting: Voting?

  /// Where agents vote in place of a verifier: every try reports its answer, right answers are alike, and a wrong one
  /// is one of so many, drawn for each pair once and for all.
  public struct Voting: Sendable, Equatable {
    /// At least 1.
    public var wrongAnswers: Int

    public init(wrongAnswers: Int) { self.wrongAnswers = wrongAnswers }
  }

  /// - Parameters:
  ///   - cells: for the tasks with ids from 1 and, inside each, the agents with ids from 0.
  ///   - agents: how many cells each task has.
  ///   - verifierError: the probability that a verdict is wrong, 0...1; of a verifier that says yes or no.
  ///   - verifierStrength: how well the verifier tells right from wrong, at least 0, and then it grades; nil for one
  ///     that says yes or no.
  ///   - progressError: progress shows in a try that is going to succeed and in no other, but with this
  ///     probability it is the other way round; 0.5 tells nothing.
  ///   - voting: how answers are alike where nobody verifies them; nil for a verifier.
  public init(
    cells: [Cell], agents: Int, verifierError: Double = 0, verifierStrength: Double? = nil,
    progressError: Double = 0.5, voting: Voting? = nil
  ) {
    self.cells = cells
    self.agents = agents
    self.verifierError = verifierError
    self.verifierStrength = verifierStrength
    self.progressError = progressError
    self.voting = voting
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

  private func showsProgress(_ cell: Cell, _ task: TaskID, _ agent: AgentID) -> Bool {
    let draw = Mix.unit(Mix.hash(task.rawValue, agent.rawValue, 0x9206_0E55))
    return cell.succeeded != (draw < progressError)
  }

  /// What a pair answers, as a key: 1 is right.
  private func answer(_ cell: Cell, _ task: TaskID, _ agent: AgentID, _ voting: Voting) -> UInt64 {
    if cell.succeeded { return 1 }
    return 2 + Mix.hash(task.rawValue, agent.rawValue, 0x0A25_7E25) % UInt64(max(voting.wrongAnswers, 1))
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

  public func execute(
    _ task: Task, on agent: Agent, attempt: Int, load: Int, at now: Instant, random: inout Random
  )
    -> Execution
  {
    guard let cell = cell(task.id, agent.id) else {
      return Execution(duration: 0, succeeded: false, retryable: false, cost: 0)
    }
    let accepted = voting != nil || accepts(task.id, agent.id) ?? false
    let confidence = voting == nil ? self.confidence(task.id, agent.id) : nil
    return Execution(
      duration: cell.duration, succeeded: accepted, reward: accepted ? confidence ?? 1 : 0, cost: cell.cost,
      turns: cell.turns, showsProgress: showsProgress(cell, task.id, agent.id),
      answers: voting.map { [answer(cell, task.id, agent.id, $0)] } ?? [], confidence: confidence)
  }

  public func expectation(of task: Task, on agent: Agent, at now: Instant) -> Expectation? {
    cell(task.id, agent.id).map { Expectation(success: $0.succeeded ? 1 : 0, cost: Double($0.cost)) }
  }
}
