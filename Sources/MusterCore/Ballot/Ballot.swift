/// A task that several agents do: what its runs answered so far and whether that decides it. A pure value, which
/// takes in what happens to the runs and can be asked at any time.
///
/// A decision is early if no answer that is still out can change it, so that the runs left can be called off; it is
/// then the one that waiting would have brought. Among equals the answer that the earliest run gave wins. Cost:
/// O(runs x answers), O(runs x answers^2) for ``BallotRule/condorcet``; a ballot has ``Ask/limit`` runs at most.
public struct Ballot: Sendable, Equatable {
  /// One run of the task.
  public struct Run: Sendable, Equatable {
    public enum State: UInt8, Sendable, Equatable, CaseIterable {
      /// It may still answer.
      case open
      /// It succeeded.
      case answered
      /// It ended without success.
      case silent
      /// It was called off, and has no voice.
      case calledOff
    }

    /// The task that stands for the run.
    public var task: TaskID
    public internal(set) var state = State.open
    /// Row in the pool of the agent that has it, or had it last; -1 before the first.
    public internal(set) var agent: Int32 = -1
    /// The decision that gave it to that agent.
    public internal(set) var decision = DecisionID(0)
    /// What its answer counts for in a weighted vote.
    public internal(set) var weight = 1.0
    /// What it answered, as keys: two answers are the same if their keys are. One, or for
    /// ``BallotRule/condorcet`` a ranking, best first; none where it said nothing.
    public internal(set) var answers: [UInt64] = []

    init(_ task: TaskID) { self.task = task }

    /// Whether it counts in a vote.
    var votes: Bool { state == .answered && !answers.isEmpty }
  }

  /// What the answers so far come to.
  public enum Standing: Sendable, Equatable {
    /// What is still out may change it.
    case undecided
    /// Whatever comes, this answer wins; `run` is the earliest that gave it (the earliest success in a race).
    case won(run: TaskID, answer: UInt64?)
    /// All runs are over, and none answered.
    case lost
  }

  /// The most that one run's answer can count for.
  public static let weightLimit = 8.0

  public let rule: BallotRule
  /// In the order in which they were asked.
  public private(set) var runs: [Run] = []

  public init(_ rule: BallotRule) { self.rule = rule }

  init(_ rule: BallotRule, runs: [Run]) {
    self.rule = rule
    self.runs = runs
  }

  /// Asks one more run.
  public mutating func ask(_ task: TaskID) { runs.append(Run(task)) }

  /// A run was given to an agent.
  public mutating func give(_ task: TaskID, to agent: Int32, decision: DecisionID, weight: Double) {
    change(task) {
      $0.agent = agent
      $0.decision = decision
      $0.weight = weight
    }
  }

  /// A run succeeded, with these answers.
  public mutating func answer(_ task: TaskID, _ answers: [UInt64]) {
    change(task) {
      $0.state = .answered
      $0.answers = answers
    }
  }

  /// A run ended without success.
  public mutating func silence(_ task: TaskID) { change(task) { $0.state = .silent } }

  /// A run was called off.
  public mutating func callOff(_ task: TaskID) { change(task) { $0.state = .calledOff } }

  /// How many runs are still out.
  public var openCount: Int { runs.count { $0.state == .open } }

  /// What the answers so far come to.
  public var standing: Standing {
    if rule == .race {
      if let first = runs.first(where: { $0.state == .answered }) {
        return .won(run: first.task, answer: first.answers.first)
      }
      return openCount == 0 ? .lost : .undecided
    }
    let winner = rule == .condorcet ? pairWinner() : weightWinner()
    guard let winner else { return openCount == 0 ? .lost : .undecided }
    return .won(run: author(of: winner), answer: winner)
  }

  /// The share of the weight that does not stand behind the leading answer, 0...1: a run that ended silent counts
  /// as a vote of its own, one that is still out or was called off does not count; 1 where nobody answered. In a
  /// race, and for ``BallotRule/condorcet``, every run weighs the same and stands behind the answer that it puts
  /// first.
  public var disagreement: Double {
    var total = 0.0
    for run in runs where run.state == .answered || run.state == .silent { total += weight(of: run) }
    guard total > 0, let leader = tally().first else { return 1 }
    return max(0, 1 - leader.weight / total)
  }

  /// Whether a run put the answer first; nil where it gave none.
  public func agrees(_ run: Run, with answer: UInt64) -> Bool? { run.votes ? run.answers[0] == answer : nil }

  private mutating func change(_ task: TaskID, _ change: (inout Run) -> Void) {
    guard let index = runs.firstIndex(where: { $0.task == task }), runs[index].state == .open else { return }
    change(&runs[index])
  }

  private func weight(of run: Run) -> Double { rule == .weighted ? run.weight : 1 }

  /// What each answer has as a first choice, the weightiest first and, among equals, the earliest given.
  private func tally() -> [(answer: UInt64, weight: Double)] {
    var tally: [(answer: UInt64, weight: Double)] = []
    for run in runs where run.votes {
      if let index = tally.firstIndex(where: { $0.answer == run.answers[0] }) {
        tally[index].weight += weight(of: run)
      } else {
        tally.append((run.answers[0], weight(of: run)))
      }
    }
    var first = 0
    for index in tally.indices where tally[index].weight > tally[first].weight { first = index }
    if first > 0 { tally.insert(tally.remove(at: first), at: 0) }
    return tally
  }

  /// The answer that leads by more than what is still out can weigh.
  private func weightWinner() -> UInt64? {
    let tally = tally()
    guard let leader = tally.first else { return nil }
    if openCount == 0 { return leader.answer }
    var out = Ballot.slack
    for run in runs where run.state == .open {
      // A run that nobody has yet may go to anybody.
      out += rule == .weighted && run.agent < 0 ? Ballot.weightLimit : weight(of: run)
    }
    let second = tally.dropFirst().reduce(0) { max($0, $1.weight) }
    return leader.weight > second + out ? leader.answer : nil
  }

  /// Above the rounding of a sum of weights, so that no tie is taken for a lead.
  private static let slack = 1e-9

  /// The answer that wins against every other, those still to come included; with nothing out, else the one with
  /// the most pairs won over lost.
  private func pairWinner() -> UInt64? {
    var answers: [UInt64] = []
    for run in runs where run.votes {
      for answer in run.answers where !answers.contains(answer) { answers.append(answer) }
    }
    let out = openCount
    var best: (answer: UInt64, score: Int)?
    for answer in answers {
      let margins = answers.map { $0 == answer ? Int.max : margin(of: answer, over: $0) }
      // Against an answer that nobody has named yet it has every run that ranks it.
      let backing = out == 0 ? Int.max : runs.count { $0.votes && $0.answers.contains(answer) }
      if margins.allSatisfy({ $0 > out }) && backing > out { return answer }
      let score = margins.reduce(0) { $0 + ($1 == .max ? 0 : $1.signum()) }
      if best.map({ score > $0.score }) ?? true { best = (answer, score) }
    }
    return out == 0 ? best?.answer : nil
  }

  /// By how many runs one answer is ranked above another; what a run does not rank is below all that it does.
  private func margin(of answer: UInt64, over other: UInt64) -> Int {
    var margin = 0
    for run in runs where run.votes {
      let (a, b) = (run.answers.firstIndex(of: answer) ?? .max, run.answers.firstIndex(of: other) ?? .max)
      margin += a < b ? 1 : a > b ? -1 : 0
    }
    return margin
  }

  /// The run that ranks the answer highest, the earliest among equals.
  private func author(of answer: UInt64) -> TaskID {
    var best: (task: TaskID, place: Int)?
    for run in runs where run.votes {
      guard let place = run.answers.firstIndex(of: answer) else { continue }
      if best.map({ place < $0.place }) ?? true { best = (run.task, place) }
    }
    return best?.task ?? TaskID(0)
  }
}
