import MusterCore
import MusterMath

/// `symphony`: the second stage of Symphony-Coord (arXiv 2602.00966): one LinUCB for all agents, over six features of
/// the pair, with the confidence radius of Abbasi-Yadkori et al. (2011).
///
/// x = [1, match, load, min(1, latency / 2 s), reputation, available], divided by its norm if that is above 1;
/// A = lambda I + sum x x^T, b = sum r x; the score is x.theta + beta_t sqrt(x^T A^-1 x), where
/// beta_t = alpha sqrt(6 ln(1 + t / lambda) + 2 ln(1 / delta)) + sqrt(lambda) S after t outcomes. A correction of a
/// reward corrects b; so does the decided vote of a task that several agents did, by ``VoteReward``. What answers is
/// available.
///
/// O(36) an agent, about 60 ns; O(36) an outcome.
public struct SymphonyScore: ListScorer {
  /// The published constants, each of which can be told.
  public struct Settings: Sendable, Equatable {
    public var alpha = 1.0
    /// The ridge.
    public var lambda = 1.0
    public var delta = 0.05
    /// The bound of the norm of theta that is believed in: S.
    public var bound = 1.0
    /// It stops learning after so many outcomes; zero for never.
    public var freeze = 0
    public init() {}
  }

  static let dimension = 6

  let settings: Settings
  let load: AgentVitals.LoadSource
  private var vitals = AgentVitals()
  private var bank: RidgeBank<Double>
  /// How many outcomes it learned from: t.
  private var learned: UInt64 = 0

  // The candidates that were scored last: their rows, their x and what came of them.
  private var rows: [Int32] = []
  private var inputs: [Double] = []
  private var means: [Double] = []
  private var widths: [Double] = []

  init(_ settings: Settings = Settings(), load: AgentVitals.LoadSource = .slots) {
    self.settings = settings
    self.load = load
    bank = RidgeBank(dimension: SymphonyScore.dimension, ridge: settings.lambda)
    bank.append()
  }

  public var hasFeatures: Bool { true }

  /// The features as published, from what was seen.
  ///
  /// - Parameters:
  ///   - match, load, reputation: 0...1.
  ///   - latency: milliseconds.
  public static func features(
    match: Double, load: Double, latency: Double, reputation: Double, available: Bool
  ) -> [Double] {
    var x = [1, match, load, min(1, max(latency, 0) / 2000), reputation, available ? 1 : 0]
    let norm = x.reduce(0) { $0 + $1 * $1 }.squareRoot()
    if norm > 1 { for i in x.indices { x[i] /= norm } }
    return x
  }

  /// The radius after `count` outcomes: beta_t.
  public static func radius(_ settings: Settings, after count: UInt64) -> Double {
    let exploration =
      Double(dimension) * Portable.log(1 + Double(count) / settings.lambda)
      + 2 * Portable.log(1 / settings.delta)
    return settings.alpha * exploration.squareRoot() + settings.lambda.squareRoot() * settings.bound
  }

  public mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let numbers = vitals.numbers(in: frame)
    self.rows.removeAll(keepingCapacity: true)
    inputs.removeAll(keepingCapacity: true)
    for row in rows {
      let number = numbers[Int(row)]
      let known = vitals[number]
      let x = SymphonyScore.features(
        match: Double(Similarity.of(frame.tasks[task], frame.pool.agents[Int(row)])),
        load: vitals.load(Int(row), number, from: load, in: frame.pool), latency: known.latency,
        reputation: known.reputation, available: true)
      // As they will be recorded.
      for value in x { inputs.append(Double(Float(value))) }
      self.rows.append(row)
    }
    if means.count < rows.count {
      means = Array(repeating: 0, count: rows.count)
      widths = means
    }
    means.withUnsafeMutableBufferPointer { means in
      widths.withUnsafeMutableBufferPointer { widths in
        guard let means = means.baseAddress, let widths = widths.baseAddress else { return }
        inputs.withUnsafeBufferPointer { bank.predict(0, atEach: $0, means: means, widths: widths) }
      }
    }
    let radius = SymphonyScore.radius(settings, after: learned)
    for i in 0..<rows.count {
      scores[i] = Float(min(max(means[i] + radius * widths[i].squareRoot(), -1e30), 1e30))
    }
  }

  public mutating func features(
    for task: Int, agent: Int, in frame: borrowing Frame, into features: inout [Float]
  ) {
    guard let place = rows.firstIndex(of: Int32(agent)) else { return }
    let start = place * SymphonyScore.dimension
    for value in inputs[start..<start + SymphonyScore.dimension] { features.append(Float(value)) }
  }

  public mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes {
      vitals.observe(outcome)
      guard outcome.features.count == SymphonyScore.dimension else { continue }
      let x = outcome.features.map { Double($0) }
      let reward = SymphonyScore.bounded(VoteReward.reward(of: outcome) ?? outcome.reward)
      if let before = outcome.replaces {
        let change = reward - SymphonyScore.bounded(before)
        x.withUnsafeBufferPointer { _ = bank.correct($0, by: change, at: 0) }
      } else if settings.freeze == 0 || learned < UInt64(settings.freeze) {
        if x.withUnsafeBufferPointer({ bank.add($0, reward: reward, to: 0) }) { learned += 1 }
      }
    }
  }

  /// Rewards are bounded, so that no sum overflows.
  private static func bounded(_ reward: Double) -> Double { min(max(reward, -1e12), 1e12) }

  public func snapshot() -> [UInt8] {
    if vitals.isEmpty && learned == 0 { return [] }
    var writer = ByteWriter()
    vitals.write(to: &writer)
    writer.varint(learned)
    bank.write(to: &writer)
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    var restored = SymphonyScore(settings, load: load)
    if !bytes.isEmpty {
      restored = try Learned.read(bytes, word: "symphony") {
        [settings, load] (reader: inout ByteReader) throws(ByteError) -> SymphonyScore? in
        var read = SymphonyScore(settings, load: load)
        guard let vitals = try AgentVitals(from: &reader) else { return nil }
        read.vitals = vitals
        read.learned = try reader.varint()
        guard
          let bank = try RidgeBank<Double>(
            from: &reader, dimension: SymphonyScore.dimension, ridge: settings.lambda),
          bank.count == 1
        else { return nil }
        read.bank = bank
        return read
      }
    }
    self = restored
  }
}

extension SymphonyScore {
  static let word = Word.score(
    "symphony",
    [
      Parameter(
        "alpha", .number(0...1_000_000), standard: .number(1), meaning: "How much uncertainty counts for."),
      Parameter("lambda", .number(0.000_001...1_000_000), standard: .number(1), meaning: "The ridge."),
      Parameter(
        "delta", .number(0.000_000_001...1), standard: .number(0.05),
        meaning: "The chance with which the confidence bound may be wrong."),
      Parameter(
        "bound", .number(0...1_000_000), standard: .number(1),
        meaning: "How long the vector of coefficients is believed to be at most."),
      AgentVitals.loadParameter,
      Parameter(
        "freeze", .integer(0...1_000_000_000), standard: .integer(0),
        meaning: "After how many outcomes it stops learning; 0 for never."),
    ],
    meaning: "Optimistic reward by match, load, latency and reputation, one model for all agents.",
    source: "Symphony-Coord stage 2, arXiv 2602.00966",
    make: { arguments in
      var settings = Settings()
      settings.alpha = arguments.number("alpha")
      settings.lambda = arguments.number("lambda")
      settings.delta = arguments.number("delta")
      settings.bound = arguments.number("bound")
      settings.freeze = arguments.integer("freeze")
      return .listScorer(SymphonyScore(settings, load: AgentVitals.loadSource(arguments)))
    })
}
