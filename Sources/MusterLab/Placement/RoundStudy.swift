import MusterCore
import MusterMath
import MusterPolicy

/// How policies place tasks that come in rounds: one decides, the others are asked about the very same frames, and
/// nothing comes of what they say.
///
/// For whole rounds the workload has to bring them: tasks that arrive, and end, at the same instants.
public struct RoundStudy: Sendable {
  /// What a policy did with the rounds that it was asked about.
  public struct Answers: Sendable {
    public internal(set) var policy: String
    /// Tasks that it gave to an agent.
    public internal(set) var placed = 0
    /// The sum of the scores of these placements, as they were at the beginning of the round.
    public internal(set) var worth = 0.0
  }

  /// The policy that decides first, then the others as they were named.
  public internal(set) var answers: [Answers] = []
  /// Tasks that were asked about, once for each round in which they were.
  public internal(set) var offered = 0
  /// Seconds that the deciding policy took for each round, on the machine at hand.
  public internal(set) var seconds: [Double] = []
  /// Tasks of each round.
  public internal(set) var sizes: [Int] = []
  /// What came of it, instant by instant.
  public internal(set) var outcome = RoundOutcome()

  /// Runs a workload from its beginning to its end.
  /// - Parameters:
  ///   - deciding: the sentence of the policy that decides.
  ///   - others: the sentences of those that are asked beside it.
  ///   - scorer: what placements are worth.
  ///   - wanted: for ``RoundOutcome/room``.
  public init(
    of workload: Workload, deciding: String, beside others: [String] = [], worth scorer: any PairScorer,
    room wanted: Demand, seed: UInt64
  ) throws {
    let policies = try ([deciding] + others).map { try Sentence.parse($0) }
    outcome = RoundOutcome(room: wanted)
    var simulation = Simulation(
      workload: workload, policy: AskedTogether(policies, worth: scorer), seed: seed)
    try simulation.run(&outcome)
    guard let asked = simulation.orchestrator.policy as? AskedTogether else { return }
    (answers, offered, seconds, sizes) = (asked.answers, asked.offered, asked.seconds, asked.sizes)
  }
}

/// What came of a run in rounds.
public struct RoundOutcome: RunObserver, Sendable {
  /// Tasks that an agent was found for, and how long they had waited in all, seconds.
  public private(set) var placed = 0
  public private(set) var waited = 0.0
  /// Over the instants at which something happened: agents without a task, and how many more tasks of a declared
  /// demand there was room for, each counted alone on its agent; means.
  public var idle: Double { idleSum / Double(max(instants, 1)) }
  public var room: Double { roomSum / Double(max(instants, 1)) }
  /// Tasks that still waited at the end.
  public private(set) var waiting = 0

  private let demand: Demand
  private var instants = 0
  private var idleSum = 0.0
  private var roomSum = 0.0

  init(room demand: Demand = Demand()) { self.demand = demand }

  public mutating func stepped(_ facts: [Fact], _ engine: Engine, at now: Instant) {
    for case .leased(let lease) in facts.map(\.event) {
      guard let row = engine.tasks.row(of: lease.task) else { continue }
      placed += 1
      waited += Double(now - engine.tasks.records[row].readySince) * 1e-9
    }
    instants += 1
    waiting = engine.readyCount
    for row in 0..<engine.pool.count {
      idleSum += engine.pool.inFlight[row] == 0 ? 1 : 0
      var fitting = Int64.max
      for lane in 0..<Resources.dimensions where demand.resources[lane] > 0 {
        fitting = min(fitting, engine.pool.free[row][lane] / demand.resources[lane])
      }
      roomSum += fitting == .max ? 0 : Double(fitting)
    }
  }
}

/// Several policies as one: the first decides.
private struct AskedTogether: Policy {
  let name: String
  var answers: [RoundStudy.Answers]
  var offered = 0
  var seconds: [Double] = []
  var sizes: [Int] = []

  private var policies: [any Policy]
  private var scorer: any PairScorer
  private var scratch = Plan()

  init(_ policies: [any Policy], worth scorer: any PairScorer) {
    name = policies[0].name
    answers = policies.map { RoundStudy.Answers(policy: $0.name) }
    self.policies = policies
    self.scorer = scorer
  }

  mutating func plan(_ frame: inout Frame, into plan: inout Plan) {
    offered += frame.taskCount
    let before = frame
    for index in policies.indices.dropFirst() {
      var copy = before
      policies[index].plan(&copy, into: &scratch)
      note(scratch, of: index, before)
    }
    let start = ContinuousClock.now
    policies[0].plan(&frame, into: &plan)
    let taken = start.duration(to: .now)
    seconds.append(Double(taken.components.seconds) + Double(taken.components.attoseconds) * 1e-18)
    sizes.append(frame.taskCount)
    note(plan, of: 0, before)
  }

  private mutating func note(_ plan: Plan, of index: Int, _ frame: Frame) {
    var score: [Float] = [0]
    for task in 0..<frame.taskCount where plan.agents[task] >= 0 {
      [plan.agents[task]].withUnsafeBufferPointer { rows in
        score.withUnsafeMutableBufferPointer { score in
          scorer.score(frame.tasks[task].demand, rows, in: frame, into: score)
        }
      }
      answers[index].placed += 1
      answers[index].worth += Double(score[0])
    }
  }
}
