import MusterCore
import MusterMath

/// What a log says happened, and a guess where it says nothing.
///
/// A task that its agent tried in the log takes as long, costs as much and ends as it did then. One that was
/// cut off in the log (by its deadline, a cancellation, the agent's going) takes longer than it was seen to.
/// For any other pair this is counterfactual: the mean of what the agent took for that kind, and success with
/// the agent's rate for it; where the agent did none of that kind, the agent's mean over all kinds, else the
/// kind's over all agents, else that of the whole log. A try is known by its task, its agent and the failures
/// before it: where a lease was taken back and granted anew to the same agent, the try that came to its end
/// stands for both. A guess has no turns, tokens or grades and gives no answer to vote for. Means know nothing of load: a policy that
/// piles work on one agent is not punished for it here.
public struct ReplayWorld: World {
  /// One try that the log tells of.
  struct Try: Sendable, Equatable {
    var task: TaskID
    var agent: AgentID
    var kind: KindID
    /// Failed tries of the task before this one.
    var attempt: Int32
    var startDelay: Nanoseconds = 0
    /// From the start to the report, or to whatever cut it off.
    var duration: Nanoseconds = 0
    /// How sure a verifier was of the answer, if one was asked.
    var confidence: Double?
    /// Nil where it was cut off.
    var outcome: Outcome?
    /// The try of the same task by the same agent before this one, -1 for none.
    var previous: Int32 = -1
  }

  /// How a try ended.
  struct Outcome: Sendable, Equatable {
    var succeeded: Bool
    var retryable: Bool
    var reward: Double
    /// Micro-dollars.
    var cost: Int64
    var turns: Int32?
    /// What was answered, as keys.
    var answers: [UInt64] = []
    var outputTokens: Int32 = 0
    var grades: [Grade] = []
  }

  private var tries: [Try] = []
  /// The last try of each pair of task and agent, and of each task, by hash.
  private var lastOfPair = RowIndex()
  private var lastOfTask = RowIndex()
  private var means: [Means] = []
  private var meansOf = RowIndex()

  /// Sums over tries that ended.
  private struct Means: Sendable {
    var count = 0.0
    var successes = 0.0
    var startDelay = 0.0
    var duration = 0.0
    var cost = 0.0
    /// Over the successes.
    var reward = 0.0
  }

  /// Tries that the log tells of.
  public var tryCount: Int { tries.count }

  public var summary: String {
    "\(tries.count) tries as logged; other pairs by the agent's mean for the kind"
  }

  public func execute(
    _ task: Task, on agent: Agent, attempt: Int, load: Int, at now: Instant, random: inout Random
  )
    -> Execution
  {
    let guess = estimate(task, agent, &random)
    guard let known = recorded(task.id, agent.id, attempt) else { return guess }
    guard let outcome = known.outcome else {
      var execution = guess
      execution.startDelay = known.startDelay
      if guess.duration <= known.duration { execution.duration = (Instant(known.duration) + 1).nanoseconds }
      return execution
    }
    return Execution(
      startDelay: known.startDelay, duration: known.duration, succeeded: outcome.succeeded,
      retryable: outcome.retryable, reward: outcome.reward, cost: outcome.cost,
      outputTokens: outcome.outputTokens, turns: outcome.turns, answers: outcome.answers,
      confidence: known.confidence, grades: outcome.grades)
  }

  /// The last try of the pair with as many failures before it that was not cut off; where there is none, the
  /// last that was; where nothing was tried after as many failures, the pair's last try of all.
  private func recorded(_ task: TaskID, _ agent: AgentID, _ attempt: Int) -> Try? {
    guard let last = lastOfPair[Self.pairKey(task, agent)] else { return nil }
    var cutOff: Int?
    var row = Int(last)
    while row >= 0 {
      if tries[row].attempt == Int32(attempt) {
        if tries[row].outcome != nil { return tries[row] }
        cutOff = cutOff ?? row
      }
      row = Int(tries[row].previous)
    }
    return tries[cutOff ?? Int(last)]
  }

  private func estimate(_ task: Task, _ agent: Agent, _ random: inout Random) -> Execution {
    let draw = random.unit()
    for key in Self.meansKeys(agent.id, task.kind) {
      guard let row = meansOf[key] else { continue }
      let mean = means[Int(row)]
      let succeeded = draw < mean.successes / mean.count
      return Execution(
        startDelay: saturatedWhole(mean.startDelay / mean.count),
        duration: saturatedWhole(mean.duration / mean.count),
        succeeded: succeeded, reward: succeeded ? mean.reward / mean.successes : nil,
        cost: saturatedWhole(mean.cost / mean.count))
    }
    // A log in which nothing ever ended.
    return Execution(duration: Task.forever)
  }

  private static func pairKey(_ task: TaskID, _ agent: AgentID) -> UInt64 {
    Mix.hash(task.rawValue, agent.rawValue)
  }

  /// From the most to the least particular.
  private static func meansKeys(_ agent: AgentID, _ kind: KindID) -> [UInt64] {
    let kind = UInt64(kind.rawValue)
    return [
      Mix.hash(1, agent.rawValue, kind), Mix.hash(2, agent.rawValue), Mix.hash(3, kind), Mix.hash(4, 0),
    ]
  }
}

/// How it is filled, in the order of the log.
extension ReplayWorld {
  mutating func add(_ attempt: Try) {
    let row = Int32(tries.count)
    let pair = Self.pairKey(attempt.task, attempt.agent)
    tries.append(attempt)
    tries[Int(row)].previous = lastOfPair[pair] ?? -1
    lastOfPair.insert(pair, row)
    lastOfTask.insert(attempt.task.rawValue, row)
  }

  /// What the task's last outcome turned out to be worth.
  mutating func correct(_ task: TaskID, reward: Double) {
    if let row = lastOfTask[task.rawValue] { tries[Int(row)].outcome?.reward = reward }
  }

  /// Adds the means up, when all tries are there.
  mutating func settle() {
    means = []
    meansOf = RowIndex()
    for attempt in tries {
      guard let outcome = attempt.outcome else { continue }
      for key in Self.meansKeys(attempt.agent, attempt.kind) {
        let row = meansOf[key].map(Int.init) ?? means.count
        if row == means.count {
          means.append(Means())
          meansOf.insert(key, Int32(row))
        }
        means[row].count += 1
        means[row].startDelay += Double(attempt.startDelay)
        means[row].duration += Double(attempt.duration)
        means[row].cost += Double(outcome.cost)
        if outcome.succeeded {
          means[row].successes += 1
          means[row].reward += outcome.reward
        }
      }
    }
  }
}
