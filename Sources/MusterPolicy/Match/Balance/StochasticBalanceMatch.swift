import MusterCore
import MusterMath

/// `stochastic-balance`: for work that succeeds only with some probability, the score: the candidate with the highest
/// p (1 - g(load)), where an agent's load is the success mass that was tried on it so far. Of equal p the least loaded
/// (Stochastic Balance; Mehta and Panigrahi, "Online matching with stochastic rewards", 2012: at least .567 of the best
/// for small p). Agents that failed the task are out of question as everywhere.
///
/// With g(x) = 1 - exp(-x), as in `StochasticBalance`, only differences of loads count: the least among the candidates
/// is taken off, and an agent that was never a candidate before stands at it, so that it is not flooded. Scores are held within 0...1. Loads are learned from
/// decisions, belong to agents, and add up when merged. O(candidates).
public struct StochasticBalanceMatch: Chooser {
  /// By agent: entries, and the success mass that was tried.
  private var tried = AgentTotals()

  public init() {}

  public mutating func choose(
    for task: Int, in frame: borrowing Frame, from funnel: inout Funnel, random: inout Random
  ) -> Choice? {
    funnel.fill(for: task, in: frame, random: &random)
    guard let (index, least) = best(funnel.candidates, in: frame) else { return nil }
    let numbers = tried.numbers(in: frame)
    for row in funnel.candidates.agents where numbers[Int(row)] < 0 {
      tried.add(least, agent: frame.pool.agents[Int(row)].id)
    }
    let row = Int(funnel.candidates.agents[index])
    tried.add(
      StochasticBalanceMatch.probability(funnel.candidates.scores[index]), agent: frame.pool.agents[row].id)
    return Choice(
      agent: row, score: funnel.candidates.scores[index], propensity: funnel.chance == .none ? 1 : .nan)
  }

  public mutating func probabilities(
    of task: Int, in frame: borrowing Frame, from funnel: inout Funnel, into probabilities: inout [Double]
  ) -> Bool {
    guard funnel.chance == .none else { return false }
    let candidates = funnel.candidates(for: task, in: frame)
    if let (index, _) = best(candidates, in: frame) { probabilities[Int(candidates.agents[index])] = 1 }
    return true
  }

  /// The index of the best candidate, and the least load of all.
  private mutating func best(
    _ candidates: borrowing Candidates, in frame: borrowing Frame
  ) -> (index: Int, least: Double)? {
    let numbers = tried.numbers(in: frame)
    var least = Double.infinity
    for row in candidates.agents {
      let number = Int(numbers[Int(row)])
      if number >= 0 { least = min(least, tried.sums[number]) }
    }
    if least == .infinity { least = 0 }
    var best: (index: Int, load: Double, worth: Double)?
    for index in 0..<candidates.count {
      let number = Int(numbers[Int(candidates.agents[index])])
      let load = number >= 0 ? tried.sums[number] : least
      let worth = StochasticBalanceMatch.probability(candidates.scores[index]) * Portable.exp(least - load)
      if let best, worth < best.worth { continue }
      if let best, worth == best.worth, load > best.load { continue }
      if let best, worth == best.worth, load == best.load,
        !StochasticBalanceMatch.isBefore(candidates.agents[index], candidates.agents[best.index], frame)
      {
        continue
      }
      best = (index, load, worth)
    }
    return best.map { ($0.index, least) }
  }

  private static func probability(_ score: Float) -> Double { min(max(Double(score), 0), 1) }

  private static func isBefore(_ a: Int32, _ b: Int32, _ frame: borrowing Frame) -> Bool {
    frame.pool.tieRank[Int(a)] < frame.pool.tieRank[Int(b)]
  }
}

/// What is learned, as bytes.
extension StochasticBalanceMatch {
  public func snapshot() -> [UInt8] {
    if tried.isEmpty { return [] }
    var writer = ByteWriter()
    tried.write(to: &writer)
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    tried = bytes.isEmpty ? AgentTotals() : try read(bytes)
  }

  public mutating func merge(_ bytes: [UInt8]) throws(PolicyError) {
    if !bytes.isEmpty { tried.merge(try read(bytes)) }
  }

  private func read(_ bytes: [UInt8]) throws(PolicyError) -> AgentTotals {
    try Learned.read(bytes, word: "stochastic-balance") {
      (reader: inout ByteReader) throws(ByteError) -> AgentTotals? in try AgentTotals(from: &reader)
    }
  }

  static let word = Word.match(
    "stochastic-balance",
    meaning: "The score as a chance of success, less where much was tried already.",
    source: "Mehta and Panigrahi, 2012", make: { _ in .matcher(StochasticBalanceMatch()) })
}
