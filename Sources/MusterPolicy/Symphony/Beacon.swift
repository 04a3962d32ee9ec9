import MusterCore
import MusterMath

/// `beacon(n)`: the first stage of Symphony-Coord (arXiv 2602.00966): of the agents that answered the call, the `n`
/// with the highest 0.5 similarity + 0.35 prior + 0.15 stability.
///
/// The similarity is the scalar product of the features within 0...1. The prior is the agent's share of successes
/// with this kind of task, which stands in for the warm-up round of the publication; before there is one, the
/// similarity. Stability is 0.4 (1 - load) + 0.4 (1 - latency / 2 s) + 0.2 [available]; what answers here is
/// available. The scores so far stay as they are.
///
/// O(candidates * n), about 30 ns a candidate.
public struct Beacon: ListScreen {
  /// What counts how much.
  public struct Weights: Sendable, Equatable {
    public var similarity = 0.5
    public var prior = 0.35
    public var stability = 0.15
    public init() {}
  }

  let limit: Int
  let weights: Weights
  let load: AgentVitals.LoadSource
  private var vitals = AgentVitals()
  private var pairs = PairIndex()
  private var tries: [Double] = []
  private var successes: [Double] = []
  /// The best so far: their values and places, best first.
  private var values: [Double] = []
  private var places: [Int] = []

  init(_ limit: Int, weights: Weights = Weights(), load: AgentVitals.LoadSource = .slots) {
    self.limit = limit
    self.weights = weights
    self.load = load
  }

  public var needsMemory: Bool { true }

  public mutating func screen(
    _ candidates: inout Candidates, for task: Int, in frame: borrowing Frame, random: inout Random
  ) {
    guard candidates.count > limit else { return }
    let known = vitals.numbers(in: frame)
    let paired = pairs.numbers(in: frame)
    let kind = frame.tasks[task].kind
    values.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    for place in 0..<candidates.count {
      let row = Int(candidates.agents[place])
      let similarity = Double(Similarity.of(frame.tasks[task], frame.pool.agents[row]))
      let prior =
        pairs.slot(kind, paired[row]).map { successes[$0] / tries[$0] } ?? similarity
      let load = vitals.load(row, known[row], from: load, in: frame.pool)
      let stability = Beacon.stability(load: load, latency: vitals[known[row]].latency, available: true)
      keep(
        weights.similarity * similarity + weights.prior * prior + weights.stability * stability, place)
    }
    // The order of the candidates stays.
    places.sort()
    var next = 0
    candidates.keep { index, _ in
      guard next < places.count, places[next] == index else { return false }
      next += 1
      return true
    }
  }

  /// 0.4 (1 - load) + 0.4 (1 - latency / 2000 ms) + 0.2 [available], within 0...1.
  ///
  /// - Parameters:
  ///   - load: share of the agent's slots taken, 0...1.
  ///   - latency: milliseconds; above 2000 counts as 2000.
  public static func stability(load: Double, latency: Double, available: Bool) -> Double {
    0.4 * (1 - min(max(load, 0), 1)) + 0.4 * (1 - min(max(latency / 2000, 0), 1)) + (available ? 0.2 : 0)
  }

  private mutating func keep(_ value: Double, _ place: Int) {
    if values.count == limit, let last = values.last, value <= last { return }
    var at = values.count
    while at > 0 && value > values[at - 1] { at -= 1 }
    values.insert(value, at: at)
    places.insert(place, at: at)
    if values.count > limit {
      values.removeLast()
      places.removeLast()
    }
  }

  public mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes {
      vitals.observe(outcome)
      let slot = pairs.intern(outcome.kind, outcome.agent)
      if slot == tries.count {
        tries.append(0)
        successes.append(0)
      }
      // A correction says by its reward whether what it corrects was a success after all.
      if let before = outcome.replaces {
        successes[slot] += (outcome.succeeded ? 1 : 0) - (before > 0 ? 1 : 0)
        successes[slot] = min(max(successes[slot], 0), tries[slot])
      }
      if outcome.replaces == nil || tries[slot] == 0 {
        tries[slot] += 1
        successes[slot] = min(successes[slot] + (outcome.succeeded ? 1 : 0), tries[slot])
      }
    }
  }

  public func snapshot() -> [UInt8] {
    if pairs.count == 0 { return [] }
    var writer = ByteWriter()
    vitals.write(to: &writer)
    pairs.write(to: &writer)
    for slot in 0..<pairs.count {
      writer.double(tries[slot])
      writer.double(successes[slot])
    }
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    var restored = Beacon(limit, weights: weights, load: load)
    if !bytes.isEmpty {
      restored = try Learned.read(bytes, word: "beacon") {
        [limit, weights, load] (reader: inout ByteReader) throws(ByteError) -> Beacon? in
        var read = Beacon(limit, weights: weights, load: load)
        guard let vitals = try AgentVitals(from: &reader), let pairs = try PairIndex(from: &reader) else {
          return nil
        }
        read.vitals = vitals
        read.pairs = pairs
        for _ in 0..<pairs.count {
          let tries = try reader.double()
          let successes = try reader.double()
          guard tries >= 1, tries.isFinite, successes >= 0, successes <= tries else { return nil }
          read.tries.append(tries)
          read.successes.append(successes)
        }
        return read
      }
    }
    self = restored
  }
}

extension Beacon {
  static let word = Word.screen(
    "beacon",
    [
      Parameter(
        "n", .integer(1...1_000_000), standard: .integer(3), meaning: "How many candidates are kept."),
      Parameter(
        "similarity", .number(0...1000), standard: .number(0.5),
        meaning: "Weight of the match of the features of task and agent."),
      Parameter(
        "prior", .number(0...1000), standard: .number(0.35),
        meaning: "Weight of the agent's share of successes with this kind of task."),
      Parameter(
        "stability", .number(0...1000), standard: .number(0.15),
        meaning: "Weight of low load and low latency."),
      AgentVitals.loadParameter,
    ],
    meaning: "The agents that suit the task best by match, record and state.",
    source: "Symphony-Coord stage 1, arXiv 2602.00966",
    make: { arguments in
      var weights = Weights()
      weights.similarity = arguments.number("similarity")
      weights.prior = arguments.number("prior")
      weights.stability = arguments.number("stability")
      return .listScreen(
        Beacon(arguments.integer("n"), weights: weights, load: AgentVitals.loadSource(arguments)))
    })
}

extension AgentVitals {
  static let loadParameter = Parameter(
    "load", .choice(LoadSource.allCases.map(\.rawValue)), standard: .name(LoadSource.slots.rawValue),
    meaning: "Load is the share of slots taken, or calls that fade (the published simulation).")

  static func loadSource(_ arguments: Arguments) -> LoadSource {
    LoadSource(rawValue: arguments.choice("load")) ?? .slots
  }
}
