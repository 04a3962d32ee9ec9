import MusterCore
import MusterMath

/// What a try brought, as an agent or a driver tells it.
public struct WorkResult: Sendable, Equatable {
  public var succeeded: Bool
  /// False: trying again is pointless.
  public var retryable = true
  /// What the outcome is worth; nil counts the task's value for a success and 0 for a failure.
  public var reward: Double?
  /// Micro-dollars; nil charges by the agent's price.
  public var cost: Int64?
  public var outputTokens: Int32 = 0
  /// How sure a verifier is of the answer, 0...1; nil where none graded it.
  public var confidence: Double?
  /// What graders said of the work.
  public var grades: [Grade] = []
  /// How many turns it took; nil where nobody counted.
  public var turns: Int32?
  /// Bytes to keep as the task's output.
  public var output: [UInt8] = []
  /// Why it failed, for people.
  public var failure: String?

  public init(
    succeeded: Bool, retryable: Bool = true, reward: Double? = nil, cost: Int64? = nil,
    outputTokens: Int32 = 0,
    output: [UInt8] = [], failure: String? = nil
  ) {
    self.succeeded = succeeded
    self.retryable = retryable
    self.reward = reward
    self.cost = cost
    self.outputTokens = outputTokens
    self.output = output
    self.failure = failure
  }
}

/// What became of a report.
public enum ReportVerdict: String, Sendable {
  case accepted
  /// The task had ended already, by an earlier copy of this report or otherwise.
  case taskEnded = "task_ended"
  /// The lease was taken back before; another try is under way.
  case leaseLost = "lease_lost"
}

extension Session {
  /// Takes a report in: once; a copy, or one of a lost lease, changes nothing.
  public mutating func report(
    _ result: WorkResult, lease: LeaseID, task: TaskID
  ) throws(EngineError) -> ReportVerdict {
    guard let row = state.orchestrator.engine.tasks.row(of: task) else { throw .unknownTask(task) }
    let record = state.orchestrator.engine.tasks.records[row]
    let verdict: ReportVerdict =
      record.status.isEnded ? .taskEnded : record.lease == lease && lease != .none ? .accepted : .leaseLost
    if verdict == .accepted {
      if !result.output.isEmpty, result.succeeded {
        try handle(.note(subject: task.rawValue, tag: NoteTag.output.rawValue, bytes: result.output))
      }
      if let failure = result.failure {
        try handle(.note(subject: task.rawValue, tag: NoteTag.failure.rawValue, bytes: Array(failure.utf8)))
      }
    }
    try handle(
      .report(
        Report(
          lease: lease, task: task, succeeded: result.succeeded, retryable: result.retryable,
          reward: result.reward, cost: result.cost, outputTokens: result.outputTokens, turns: result.turns,
          answers: result.succeeded ? answers(of: row, task) : [], confidence: result.confidence,
          grades: result.grades)))
    return verdict
  }

  /// What a run of a ballot answered, as keys: its output, or, where answers are ranked and it is an array, the
  /// elements of it. None for any other task.
  private func answers(of row: Int, _ task: TaskID) -> [UInt64] {
    let engine = state.orchestrator.engine
    guard let parent = engine.tasks.specs[row].ballot, let output = state.annex.tasks[task.rawValue]?.output,
      let rule = engine.tasks.row(of: parent).flatMap({ engine.tasks.ballot(of: $0)?.rule })
    else { return [] }
    let isRanking = rule == .condorcet && output.first == UInt8(ascii: "[")
    let parts = isRanking ? JSONFields.elements(of: output[...]) : [output]
    return parts.prefix(Report.answerLimit).map { part in
      var hasher = StateHasher()
      part.withUnsafeBytes { hasher.combine(bytes: $0) }
      return hasher.finish()
    }
  }
}

extension Shell {
  /// Reports until the report is durable, or the server stops: the work is done, and only its record is missing.
  /// - Throws: when the engine refuses it (the task is not known any more), or the server stops.
  @discardableResult
  public func reportSurely(_ result: WorkResult, lease: LeaseID, task: TaskID) async throws -> ReportVerdict {
    while true {
      do {
        return try await perform { session in try session.report(result, lease: lease, task: task) }
      } catch ShellError.logUnavailable {
        try await Swift.Task.sleep(for: .milliseconds(250))
      }
    }
  }
}
