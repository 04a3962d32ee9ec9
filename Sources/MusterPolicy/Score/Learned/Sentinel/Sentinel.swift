import MusterCore
import MusterMath

/// `sentinel`: Thompson sampling of the chance of success by kind of task and agent, which notices when an agent
/// changes and then doubts what it knows of the others too. A successor of Symphony-Coord's one shared model, which
/// does not recover from a shock.
///
/// Each pair has a beta belief whose prior mean is the match of the features of task and agent (0.5 without any), so
/// that little has to be explored. Every outcome is tested for a change of its own pair (generalised likelihood
/// ratio, Besson and Kaufmann, 2019); the pair then keeps only what came after the change. Where it fell, something
/// may have happened to all: every other pair then holds two beliefs, what it knew and a fresh one, weighted by
/// which of them foretells its next outcomes; and what a match is worth is measured anew for each kind of task.
///
/// It learns from success and failure alone; a correction counts by whether its reward is above zero. The score is
/// the drawn chance. O(1) expected an agent, about 250 ns; an outcome O(64), and O(pairs) at an alarm.
public struct Sentinel: ListScorer {
  /// What can be told.
  public struct Settings: Sendable, Equatable {
    /// How many outcomes the match counts for.
    public var strength = 1.0
    /// How much evidence is an alarm: nats, to which the logarithm of the number of pairs is added.
    public var threshold = 8.0
    /// What remains of an outcome with each later one, of whatever pair.
    public var discount = 0.9995
    /// How many times what was seen the belief is drawn by once there was an alarm: above 1 explores less.
    public var sharpness = 6.0
    /// How likely another agent is believed to be as before when one has changed.
    public var steadiness = 0.5
    public init() {}
  }

  /// How many outcomes from before an alarm count for at most.
  static let cap = 40.0
  /// How likely an agent that changed at one kind of task is believed to be as before at another.
  static let steadinessOfSame = 0.1

  let settings: Settings
  private var pairs = PairIndex()
  private var beliefs: [SentinelBelief] = []
  private var scales = SentinelScales()
  private var outcomes: UInt64 = 0
  /// How many falls were noticed.
  public private(set) var alarms: UInt64 = 0

  init(_ settings: Settings = Settings()) { self.settings = settings }

  public var isSampled: Bool { true }
  public var hasFeatures: Bool { true }

  public mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let kind = frame.tasks[task].kind
    let numbers = pairs.numbers(in: frame)
    let scale = scales[kind]
    let key = Mix.hash(frame.seed, frame.firstDecision &+ UInt64(task), 0x7365_6e74)
    for i in 0..<rows.count {
      let row = Int(rows[i])
      var random = Random(seed: key, stream: frame.pool.agents[row].id.rawValue)
      var belief = SentinelBelief()
      if let slot = pairs.slot(kind, numbers[row]) {
        belief = beliefs[slot]
        belief.fade(to: outcomes, by: settings.discount)
      }
      let match = Double(Similarity.of(frame.tasks[task], frame.pool.agents[row]))
      let isOld = belief.steadiness > 0 && random.unit() < belief.steadiness
      let prior = Sentinel.mean(isOld ? match : match * scale)
      let successes = isOld ? belief.oldSuccesses : belief.successes
      let failures = isOld ? belief.oldFailures : belief.failures
      let sharpness = sharpness(after: successes + failures)
      scores[i] = Float(
        random.beta(
          sharpness * (settings.strength * prior + successes),
          sharpness * (settings.strength * (1 - prior) + failures)))
    }
  }

  /// By how much the belief is sharpened: not at all in calm times, when what is explored pays later, nor before
  /// anything was seen.
  private func sharpness(after count: Double) -> Double {
    alarms == 0 ? 1 : 1 + (settings.sharpness - 1) * count / (count + 1)
  }

  /// A prior's mean: no agent is certain to succeed or to fail.
  private static func mean(_ value: Double) -> Double { min(max(value, 0.02), 0.98) }

  public mutating func features(
    for task: Int, agent: Int, in frame: borrowing Frame, into features: inout [Float]
  ) {
    features.append(Similarity.of(frame.tasks[task], frame.pool.agents[agent]))
  }

  public mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes {
      if let before = outcome.replaces {
        correct(outcome, from: before > 0)
      } else {
        learn(outcome)
      }
    }
  }

  private mutating func learn(_ outcome: Outcome) {
    outcomes += 1
    let slot = pairs.intern(outcome.kind, outcome.agent)
    if slot == beliefs.count { beliefs.append(SentinelBelief()) }
    let recorded = outcome.features.first.map { Double($0) } ?? 0.5
    let match = recorded.isFinite ? min(max(recorded, 0), 1) : 0.5
    beliefs[slot].fade(to: outcomes, by: settings.discount)
    beliefs[slot].add(
      outcome.succeeded, fresh: Sentinel.mean(match * scales[outcome.kind]), old: Sentinel.mean(match),
      strength: settings.strength)
    scales.add(outcome.succeeded ? 1 : 0, of: match, kind: outcome.kind)
    let threshold = settings.threshold + Portable.log(Double(beliefs.count))
    guard let change = beliefs[slot].likeliestChange, change.evidence > threshold else { return }
    let before = beliefs[slot]
    beliefs[slot].restart(keeping: change.latest)
    let rate = beliefs[slot].successes / Double(change.latest)
    if rate < before.successes / before.count { raiseAlarm(slot, match: match) }
  }

  /// One pair fell: the others may have changed as well.
  private mutating func raiseAlarm(_ fallen: Int, match: Double) {
    alarms += 1
    let agent = pairs.agent(of: fallen)
    for slot in beliefs.indices where slot != fallen {
      beliefs[slot].fade(to: outcomes, by: settings.discount)
      let isSame = pairs.agent(of: slot) == agent
      beliefs[slot].doubt(
        isSame ? min(Sentinel.steadinessOfSame, settings.steadiness) : settings.steadiness,
        cap: Sentinel.cap)
    }
    scales.restart(
      at: pairs.kind(of: fallen), successes: beliefs[fallen].successes,
      promised: match * beliefs[fallen].count)
  }

  /// A late word about an outcome that was counted: what was a success may have been none, or the reverse.
  private mutating func correct(_ outcome: Outcome, from before: Bool) {
    guard before != outcome.succeeded, let slot = pairs.slot(outcome.kind, outcome.agent) else { return }
    let step = outcome.succeeded ? 1.0 : -1.0
    beliefs[slot].fade(to: outcomes, by: settings.discount)
    let moved = min(1, step > 0 ? beliefs[slot].failures : beliefs[slot].successes) * step
    beliefs[slot].successes += moved
    beliefs[slot].failures -= moved
  }

  public func snapshot() -> [UInt8] {
    if beliefs.isEmpty { return [] }
    var writer = ByteWriter()
    writer.varint(outcomes)
    writer.varint(alarms)
    scales.write(to: &writer)
    pairs.write(to: &writer)
    for belief in beliefs { belief.write(to: &writer) }
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    var restored = Sentinel(settings)
    if !bytes.isEmpty {
      restored = try Learned.read(bytes, word: "sentinel") {
        [settings] (reader: inout ByteReader) throws(ByteError) -> Sentinel? in
        var read = Sentinel(settings)
        read.outcomes = try reader.varint()
        read.alarms = try reader.varint()
        guard let scales = try SentinelScales(from: &reader), let pairs = try PairIndex(from: &reader) else {
          return nil
        }
        read.scales = scales
        read.pairs = pairs
        for _ in 0..<pairs.count {
          guard let belief = try SentinelBelief(from: &reader), belief.asOf <= read.outcomes else {
            return nil
          }
          read.beliefs.append(belief)
        }
        return read
      }
    }
    self = restored
  }
}

extension Sentinel {
  static let word = Word.score(
    "sentinel",
    [
      Parameter(
        "strength", .number(0.01...1_000_000), standard: .number(1),
        meaning: "How many outcomes the match of task and agent counts for."),
      Parameter(
        "threshold", .number(0...1_000_000), standard: .number(8),
        meaning: "How much evidence is a change: nats beyond the logarithm of the number of pairs."),
      Parameter(
        "discount", .number(0.5...1), standard: .number(0.9995),
        meaning: "What is left of an outcome with each later one."),
      Parameter(
        "sharpness", .number(0.01...1_000_000), standard: .number(6),
        meaning: "How many times what was seen counts in a draw after the first alarm; above 1 explores less."
      ),
      Parameter(
        "steadiness", .number(0...1), standard: .number(0.5),
        meaning: "How likely an agent is to be as before when another has fallen."),
    ],
    meaning: "A drawn chance of success by kind, which notices when agents change.",
    source: "Thompson, 1933; change tests of Besson and Kaufmann, 2019",
    make: { arguments in
      var settings = Settings()
      settings.strength = arguments.number("strength")
      settings.threshold = arguments.number("threshold")
      settings.discount = arguments.number("discount")
      settings.sharpness = arguments.number("sharpness")
      settings.steadiness = arguments.number("steadiness")
      return .listScorer(Sentinel(settings))
    })
}
