import MusterCore
import MusterPolicy

/// What a log says of one task, and the names to say it with.
struct TaskLife {
  let id: TaskID
  private(set) var submitted: Task?
  /// The facts about the task, in their order, renewals left out.
  private(set) var facts: [Fact] = []
  /// How much each of these facts counts for, where a reward is laid over the log and the fact is an outcome.
  private(set) var accounts: [Int: RewardAccount] = [:]
  private(set) var vocabulary = Vocabulary()
  private(set) var renewals = 0
  private var agentNames: [AgentID: String] = [:]
  private var lowest = UInt64.max
  private var highest = UInt64.min
  private var count = 0
  private var trail: RewardTrail?

  /// - Parameter reward: what counts; nil for rewards as reported.
  init(of id: TaskID, reward: RewardRule?) {
    self.id = id
    trail = reward.map { RewardTrail($0) }
  }

  /// Which tasks there are, as a phrase.
  var known: String {
    count == 0 ? "one, but the log holds no task" : "one of \(count), from \(lowest) to \(highest)"
  }

  func name(of agent: AgentID) -> String { agentNames[agent] ?? "agent \(agent)" }

  mutating func take(_ fact: Fact) {
    if let account = trail?.take(fact), Self.task(of: fact.event) == id { accounts[facts.count] = account }
    switch fact.event {
    case .defined(let space, _, let name): vocabulary.intern(name, in: space)
    case .agentJoined(let agent), .agentChanged(let agent):
      agentNames[agent.id] = agent.name.isEmpty ? "agent \(agent.id)" : agent.name
    case .submitted(let task):
      count += 1
      lowest = min(lowest, task.id.rawValue)
      highest = max(highest, task.id.rawValue)
      if task.id == id {
        submitted = task
        facts.append(fact)
      }
    case .renewed(_, let task, _): if task == id { renewals += 1 }
    default: if Self.task(of: fact.event) == id { facts.append(fact) }
    }
  }

  private static func task(of event: Event) -> TaskID? {
    switch event {
    case .retried(let task), .explained(_, let task, _), .started(_, let task), .revoked(_, let task, _, _),
      .graded(_, let task, _), .attemptFailed(_, let task, _, _, _), .reportIgnored(_, let task, _),
      .settled(_, let task, _, _), .feedback(let task, _):
      task
    case .leased(let lease): lease.task
    case .ended(let ending): ending.task
    default: nil
    }
  }
}
