import MusterCore
import MusterMath

/// `negotiate(k, limit, cooldown)`: every task first turns to its best candidate by score. One that the task would
/// overload has it put out to bid: a broker draws `k` other candidates, those that would not be overloaded bid the
/// balance of their resources after placement, and the best bid wins; the winner does not bid again for a while, so that
/// work does not herd. Where nobody bids the task is forced on its first choice, or the next that has room (Sliwko,
/// "Decentralised load balancing by agents", 2509.26120).
///
/// When each agent last won is learned from decisions, and merges as the latest of both. O(candidates * resources).
public struct Negotiate: Chooser {
  let count: Int
  let limit: Double
  let cooldown: Double
  /// By agent: how often it won, and when last, in seconds.
  private var wins = AgentTotals()

  /// - Parameters:
  ///   - count: how many candidates a broker draws, at least 1.
  ///   - limit: the part of any resource beyond which an agent is overloaded.
  ///   - cooldown: seconds for which a winner does not bid again, not negative.
  public init(count: Int = 3, limit: Double = 0.8, cooldown: Double = 1) {
    self.count = count
    self.limit = limit
    self.cooldown = cooldown
  }

  public mutating func choose(
    for task: Int, in frame: borrowing Frame, from funnel: inout Funnel, random: inout Random
  ) -> Choice? {
    funnel.fill(for: task, in: frame, random: &random)
    var candidates = funnel.candidates
    guard let first = candidates.best(in: frame.pool) else { return nil }
    let isCertain = funnel.chance == .none
    func choice(_ index: Int, _ propensity: Double) -> Choice {
      Choice(
        agent: Int(candidates.agents[index]), score: candidates.scores[index],
        propensity: isCertain ? propensity : .nan)
    }
    if let shares = bid(for: task, of: candidates.agents[first], in: frame), shares.most <= limit {
      return choice(first, 1)
    }

    // The first choice stands aside; the drawn ones come to the front.
    candidates.swapAt(0, first)
    let others = candidates.count - 1
    let drawn = min(count, others)
    for index in 0..<drawn { candidates.swapAt(1 + index, 1 + index + random.below(others - index)) }
    var best: (index: Int, imbalance: Double)?
    for index in 1..<(1 + drawn) {
      let row = candidates.agents[index]
      guard !isCooling(Int(row), in: frame), let shares = bid(for: task, of: row, in: frame) else { continue }
      let imbalance = shares.most - shares.least
      if shares.most <= limit && imbalance < best?.imbalance ?? .infinity { best = (index, imbalance) }
    }
    if let best {
      note(frame.pool.agents[Int(candidates.agents[best.index])].id, frame.now)
      return choice(best.index, .nan)
    }
    if bid(for: task, of: candidates.agents[0], in: frame) != nil { return choice(0, .nan) }
    candidates.keep { _, row in bid(for: task, of: row, in: frame) != nil }
    return candidates.best(in: frame.pool).map { choice($0, .nan) }
  }

  /// What would be taken of the agent in a row if it had the task; nil where it cannot take it.
  private func bid(for task: Int, of row: Int32, in frame: borrowing Frame) -> AgentShares? {
    let demand = frame.tasks[task].demand
    guard frame.pool.admits(demand, at: Int(row)),
      frame.isUnbudgeted(task: task) || frame.affords(task: task, agent: Int(row))
    else { return nil }
    return AgentShares(
      of: Int(row), adding: demand.resources, milli: demand.devices.totalMilli, tasks: 1, in: frame.pool)
  }

  private func isCooling(_ row: Int, in frame: borrowing Frame) -> Bool {
    guard cooldown > 0, let number = wins.agents[frame.pool.agents[row].id] else { return false }
    let elapsed = frame.now.seconds - wins.sums[Int(number)]
    // What was learned in another run may have another clock.
    return elapsed >= 0 && elapsed < cooldown
  }

  private mutating func note(_ agent: AgentID, _ now: Instant) {
    let old = wins.agents[agent].map { wins.sums[Int($0)] } ?? 0
    wins.add(now.seconds - old, agent: agent)
  }

  public func snapshot() -> [UInt8] {
    if wins.isEmpty { return [] }
    var writer = ByteWriter()
    wins.write(to: &writer)
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    wins = bytes.isEmpty ? AgentTotals() : try read(bytes)
  }

  public mutating func merge(_ bytes: [UInt8]) throws(PolicyError) {
    if bytes.isEmpty { return }
    let others = try read(bytes)
    for (place, id) in others.agents.ids.enumerated() {
      let known = wins.agents[AgentID(id)].map { wins.sums[Int($0)] }
      if known ?? -.infinity < others.sums[place] {
        wins.add(others.sums[place] - (known ?? 0), agent: AgentID(id))
      }
    }
  }

  private func read(_ bytes: [UInt8]) throws(PolicyError) -> AgentTotals {
    try Learned.read(bytes, word: "negotiate") {
      (reader: inout ByteReader) throws(ByteError) -> AgentTotals? in try AgentTotals(from: &reader)
    }
  }
}

extension Negotiate {
  static let word = Word.match(
    "negotiate",
    [
      Parameter(
        "k", .integer(1...1000), standard: .integer(3), meaning: "How many candidates a broker draws."),
      Parameter(
        "limit", .number(0...1), standard: .number(0.8),
        meaning: "The part of any resource beyond which an agent is overloaded."),
      Parameter(
        "cooldown", .number(0...1_000_000), standard: .number(1),
        meaning: "Seconds for which the winner of a bid does not bid again."),
    ],
    meaning: "The best, unless that overloads it: then the best bid of a few drawn candidates.",
    source: "Sliwko, arXiv 2509.26120",
    make: {
      .matcher(
        Negotiate(
          count: $0.integer("k"), limit: $0.number("limit"), cooldown: $0.number("cooldown")))
    })
}
