import MusterCore
import MusterMath

/// `sampled(temperature)`: a candidate drawn with probability proportional to exp(score / temperature), the
/// softmax or Boltzmann rule (Luce, 1959). A low temperature comes close to `best`, a high one to a uniform
/// choice. The propensity is that probability.
///
/// O(candidates), about 20 ns each.
public struct Sampled: Chooser {
  let temperature: Double
  private var weights: [Double] = []

  public init(temperature: Double = 1) { self.temperature = temperature }

  public mutating func choose(
    for task: Int, in frame: borrowing Frame, from funnel: inout Funnel, random: inout Random
  ) -> Choice? {
    funnel.fill(for: task, in: frame, random: &random)
    let total = weigh(funnel.candidates.scores)
    guard let index = random.pick(weights: weights) else { return nil }
    return Choice(
      agent: Int(funnel.candidates.agents[index]), score: funnel.candidates.scores[index],
      propensity: funnel.propensity(weights[index] / total))
  }

  public mutating func probabilities(
    of task: Int, in frame: borrowing Frame, from funnel: inout Funnel, into probabilities: inout [Double]
  ) -> Bool {
    switch funnel.chance {
    case .unknown: return false
    case .uniform: funnel.spreadEvenly(for: task, in: frame, into: &probabilities)
    case .none:
      let candidates = funnel.candidates(for: task, in: frame)
      let total = weigh(candidates.scores)
      for (row, weight) in zip(candidates.agents, weights) { probabilities[Int(row)] = weight / total }
    }
    return true
  }

  /// Fills `weights`.
  /// - Returns: their sum.
  private mutating func weigh(_ scores: [Float]) -> Double {
    weights.removeAll(keepingCapacity: true)
    let top = Double(scores.max() ?? 0)
    var total = 0.0
    for score in scores {
      // The best weighs 1, so nothing overflows and the total is at least 1.
      let weight = Portable.exp((Double(score) - top) / temperature)
      weights.append(weight)
      total += weight
    }
    return total
  }
}

extension Sampled {
  static let word = Word.match(
    "sampled",
    [
      Parameter(
        "temperature", .number(0.000_001...1_000_000), standard: .number(1),
        meaning: "Score difference by which the odds change by a factor of e.")
    ],
    meaning: "A draw by softmax of the scores.", source: "Luce, 1959",
    make: { .matcher(Sampled(temperature: $0.number("temperature"))) })
}
