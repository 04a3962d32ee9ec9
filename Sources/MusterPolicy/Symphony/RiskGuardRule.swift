import MusterCore
import MusterMath

/// `risk-guard`: ``RiskGuard`` over tasks that may ask several (``Ask``), in two steps.
///
/// Before there is an answer it takes the share of the kind's answers that were wrong for the disagreement to expect:
/// where the risk that this makes reaches `several`, the task is asked of all its first agents, otherwise of one. With
/// the answers there the published rule holds, as a disagreement from which on the reserve is asked: each run says it
/// for the instability of its own agent, 1 - ``Beacon/stability(load:latency:available:)``, and a ballot goes by the
/// mean of its runs, which is the disagreement for their mean instability.
///
/// A share of the tasks is asked of several whatever their risk, at random: one answer alone is never known to be
/// wrong. That a person decides from a risk of 0.70 on is left to whoever reads ``Ballot/disagreement`` of a decided
/// ballot; see ``RiskGuard/action(_:)``. O(1) expected a task and an outcome.
public struct RiskGuardRule: EffortRule {
  /// What its owner says.
  public struct Settings: Sendable, Equatable {
    /// How much harm a wrong answer does, 0...1.
    public var domain = 0.5
    /// The risk from which on several are asked at once.
    public var several = 0.25
    /// The risk from which on the reserve is asked.
    public var again = 0.45
    /// The share of tasks that are asked of several whatever their risk.
    public var explore = 0.05
    public init() {}
  }

  let settings: Settings
  let load: AgentVitals.LoadSource
  private var vitals = AgentVitals()
  /// Of each kind, how many of its answers were wrong.
  private var wrong = PairMeans()

  public init(_ settings: Settings = Settings()) { self.init(settings, load: .slots) }

  init(_ settings: Settings, load: AgentVitals.LoadSource) {
    self.settings = settings
    self.load = load
  }

  private static let stream: UInt64 = 0x4154

  public mutating func allow(_ frame: borrowing Frame, in plan: inout Plan) {
    let numbers = vitals.numbers(in: frame)
    let published = RiskGuard(runAgainFrom: settings.again)
    for task in 0..<frame.taskCount where plan.agents[task] >= 0 && frame.tasks[task].ballot != nil {
      let row = Int(plan.agents[task])
      let history = history(frame.tasks[task].kind)
      let load = vitals.load(row, numbers[row], from: load, in: frame.pool)
      let stability = Beacon.stability(load: load, latency: vitals[numbers[row]].latency, available: true)
      let signs = RiskGuard.Signs(
        disagreement: history, instability: 1 - stability, domain: settings.domain, history: history)
      let decision = frame.firstDecision &+ UInt64(task)
      let isRisky =
        RiskGuard.risk(signs) >= settings.several
        || Mix.unit(Mix.hash(frame.seed, decision, RiskGuardRule.stream)) < settings.explore
      plan.allow(task: task) {
        if !isRisky { $0.agents = 1 }
        $0.doubt = published.doubt(signs)
      }
    }
  }

  /// The share of the kind's answers that were wrong; a half of one that nothing is known of.
  private func history(_ kind: KindID) -> Double {
    let (count, sum) = wrong.totals(kind, 0)
    return (sum + 1) / (count + 2)
  }

  /// A run is wrong where the vote went against it and where it failed.
  public mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes {
      vitals.observe(outcome)
      let isVoteAwaited = outcome.ballot != nil && outcome.succeeded
      guard outcome.agreement != nil || (!outcome.isCorrection && !isVoteAwaited) else { continue }
      let isRight = outcome.agreement ?? outcome.succeeded
      _ = wrong.add(isRight ? 0 : 1, kind: outcome.kind, agent: AgentID(0))
    }
  }

  public func snapshot() -> [UInt8] {
    if vitals.isEmpty && wrong.slotCount == 0 { return [] }
    var writer = ByteWriter()
    vitals.write(to: &writer)
    wrong.write(to: &writer)
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    var restored = RiskGuardRule(settings, load: load)
    if !bytes.isEmpty {
      (restored.vitals, restored.wrong) = try Learned.read(bytes, word: "risk-guard") {
        (reader: inout ByteReader) throws(ByteError) -> (AgentVitals, PairMeans)? in
        guard let vitals = try AgentVitals(from: &reader), let wrong = try PairMeans(from: &reader) else {
          return nil
        }
        return (vitals, wrong)
      }
    }
    self = restored
  }
}

extension RiskGuardRule {
  static let word = Word.effort(
    "risk-guard",
    [
      Parameter(
        "domain", .number(0...1), standard: .number(0.5), meaning: "How much harm a wrong answer does."),
      Parameter(
        "several", .number(0...1), standard: .number(0.25),
        meaning: "The risk, before any answer, from which on a task is asked of several."),
      Parameter(
        "again", .number(0...1), standard: .number(0.45),
        meaning: "The risk, by the answers, from which on the reserve is asked."),
      Parameter(
        "explore", .number(0...1), standard: .number(0.05),
        meaning: "The share of tasks asked of several whatever their risk."),
      AgentVitals.loadParameter,
    ],
    meaning: "Several agents and a reserve for risky tasks that may ask several, one for the others.",
    source: "Symphony-Coord risk guard, arXiv 2602.00966",
    make: { arguments in
      var settings = Settings()
      settings.domain = arguments.number("domain")
      settings.several = arguments.number("several")
      settings.again = arguments.number("again")
      settings.explore = arguments.number("explore")
      return .effort(RiskGuardRule(settings, load: AgentVitals.loadSource(arguments)))
    })
}
