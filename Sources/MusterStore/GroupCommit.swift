/// Many producers in front of one log: what they hand in while a commit is under way becomes the next commit.
///
/// A disk that can sync a thousand times a second then takes a hundred thousand records a second. Batches reach
/// the log in the order in which they were handed in; each is atomic, and so is each commit.
///
/// There is no task in the background. The first producer to come commits for those who came while it waited
/// for its turn, and then hands the lead to the next in line: work stays on its producers' executors, and
/// nothing needs to be shut down.
public actor GroupCommit {
  private let log: any Log
  private let limits: Limits
  private let afterFailure: FailureRule
  private var waiting: [Waiter] = []
  private var committing = false
  private var stopped: LogError?

  /// The position after the last commit.
  public private(set) var end: LogPosition

  /// - Parameters:
  ///   - log: Where the records go.
  ///   - end: The end of the history that the producers know. If the log has moved on, the first append fails
  ///     with `LogError.positionConflict`.
  public init(
    _ log: any Log, expecting end: LogPosition, limits: Limits = Limits(), afterFailure: FailureRule = .stop
  ) {
    self.log = log
    self.end = end
    self.limits = limits
    self.afterFailure = afterFailure
  }

  /// How many producers wait for a commit to begin.
  public var waitingCount: Int { waiting.count }

  /// Adds the records as one batch, after all batches handed in before, and returns once they are durable.
  ///
  /// An empty batch waits for those before it.
  ///
  /// - Returns: the positions of the records.
  /// - Throws: what the commit threw, the same for every batch in it; `LogError.stopped` after a failure.
  public func append(_ records: [[UInt8]]) async throws(LogError) -> Range<LogPosition> {
    try LogLimits.check(batch: records)
    if let stopped { throw stopped }
    if committing {
      let verdict = await withCheckedContinuation { waiting.append(Waiter(records: records, turn: $0)) }
      if case .settled(let outcome) = verdict { return try outcome.get() }
    }
    committing = true
    let outcome = await commit(leading: records)
    passTheLead()
    return try outcome.get()
  }

  /// Commits the leader's records with as many of those waiting as fit, and settles all but the leader.
  private func commit(leading own: [[UInt8]]) async -> Outcome {
    var batch = own
    let followers = takeFollowers(into: &batch)
    let start = end
    let failure: LogError?
    do {
      end = try await log.append(batch, expecting: start)
      failure = nil
    } catch {
      failure = error
      await settle(after: error)
    }

    var next = start
    func outcome(of records: [[UInt8]]) -> Outcome {
      if let failure { return .failure(failure) }
      let range = next..<next.advanced(by: records.count)
      next = range.upperBound
      return .success(range)
    }
    let ownOutcome = outcome(of: own)
    for follower in followers { follower.turn.resume(returning: .settled(outcome(of: follower.records))) }
    return ownOutcome
  }

  /// Takes waiters from the front, while they fit in one commit.
  private func takeFollowers(into batch: inout [[UInt8]]) -> [Waiter] {
    var bytes = batch.reduce(0) { $0 + $1.count }
    var taken = 0
    for waiter in waiting {
      let size = waiter.records.reduce(0) { $0 + $1.count }
      guard batch.count + waiter.records.count <= limits.recordsPerCommit,
        bytes + size <= limits.bytesPerCommit
      else { break }
      batch.append(contentsOf: waiter.records)
      bytes += size
      taken += 1
    }
    defer { waiting.removeFirst(taken) }
    return Array(waiting.prefix(taken))
  }

  /// Decides whether there can be a next commit after one that failed.
  private func settle(after error: LogError) async {
    switch afterFailure {
    case .stop:
      stopped = .stopped(reason: "\(error)")
    case .continueIfNothingWritten:
      // An append that failed after it was durable, or another writer: either way the log is not where our
      // producers believe, and to carry on would be to write a history that nobody decided.
      let found = try? await log.end
      if found != end { stopped = .stopped(reason: "\(error)") }
    }
  }

  /// Ends this lead: the next in line leads, or all are sent away, or nobody is there.
  private func passTheLead() {
    if let stopped {
      for waiter in waiting { waiter.turn.resume(returning: .settled(.failure(stopped))) }
      waiting.removeAll()
    }
    if waiting.isEmpty {
      committing = false
    } else {
      // `committing` stays set, so that nobody slips in before the one who now leads.
      waiting.removeFirst().turn.resume(returning: .lead)
    }
  }
}

extension GroupCommit {
  /// How much one commit may hold. A single batch over a limit is committed alone: batches are never split.
  public struct Limits: Hashable, Sendable {
    public var recordsPerCommit: Int
    public var bytesPerCommit: Int

    public init(recordsPerCommit: Int = 4096, bytesPerCommit: Int = 8 << 20) {
      self.recordsPerCommit = recordsPerCommit
      self.bytesPerCommit = bytesPerCommit
    }
  }

  /// What becomes of later batches once a commit has failed.
  public enum FailureRule: Hashable, Sendable {
    /// They fail too. Right when a batch may follow from those before it, as an engine's facts do.
    case stop

    /// They go ahead if the log shows that nothing was written. Right for producers that know nothing of each
    /// other.
    case continueIfNothingWritten
  }

  private typealias Outcome = Result<Range<LogPosition>, LogError>

  private enum Verdict: Sendable {
    case settled(Outcome)
    case lead
  }

  private struct Waiter {
    let records: [[UInt8]]
    let turn: CheckedContinuation<Verdict, Never>
  }
}
