import MusterCore
import MusterMath

/// `top-p(p, temperature)`: the smallest set of the best candidates whose probabilities add up to p, with
/// probabilities by softmax of the scores so far: where one stands out it is left alone, where many are alike they stay
/// (Holtzman et al., 2020; Huang et al., "Harder tasks need more experts", 2403.07652, with p = .4).
///
/// Best first; the pool's tie order among equals. O(candidates * log candidates).
public struct TopPScreen: ListScreen {
  let p: Double
  let temperature: Double
  private var weights: [Double] = []

  /// - Parameters:
  ///   - p: in 0...1; at least one candidate stays.
  ///   - temperature: the score difference by which the odds change by a factor of e, above zero.
  public init(p: Double = 0.4, temperature: Double = 1) {
    self.p = p
    self.temperature = temperature
  }
  public var needsScores: Bool { true }

  public mutating func screen(
    _ candidates: inout Candidates, for task: Int, in frame: borrowing Frame, random: inout Random
  ) {
    candidates.bringBestForward(candidates.count, in: frame.pool)
    weights.removeAll(keepingCapacity: true)
    for score in candidates.scores { weights.append(Double(score)) }
    Softmax.apply(&weights, temperature: temperature)
    // They stand best first, so what is chosen comes first too.
    candidates.truncate(to: TopP.choose(weights, p: p).count)
  }
}

extension TopPScreen {
  static let word = Word.screen(
    "top-p",
    [
      Parameter(
        "p", .number(0...1), standard: .number(0.4),
        meaning: "What the probabilities of the candidates that are kept add up to, at least."),
      Parameter(
        "temperature", .number(0.000_001...1_000_000), standard: .number(1),
        meaning: "Score difference by which the odds change by a factor of e."),
    ],
    meaning: "The fewest best candidates whose probabilities, by softmax of the scores, add up to p.",
    source: "Holtzman et al., 2020; arXiv 2403.07652", needsScore: true,
    make: { .listScreen(TopPScreen(p: $0.number("p"), temperature: $0.number("temperature"))) })
}
