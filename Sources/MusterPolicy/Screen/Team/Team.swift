import MusterCore
import MusterMath

/// `team(k, by, diversity)`: the k candidates that are worth most together, by their scores and by the skills that they
/// cover between them, see ``TeamObjective``: before a gang of k is matched, or before one of them is chosen.
///
/// `lazy`: greedy with stale gains, at least 1 - 1/e of the best team (Nemhauser, Wolsey and Fisher, 1978; Minoux, 1978),
/// O(n k) gains and hardly more than O(n) as a rule. `streaming`: one pass in the order of the candidates, at least
/// 1/2 - .1 (Badanidiyuru et al., 2014), O(n log k) gains. `dynamic`: at least 1/(2 + .2) whoever joined or left
/// (Lattanzi et al., 2020; 2305.15192), O(n k log k) gains; it is built for each list, because
/// what it kept between lists would make a choice depend on more than the list. Where fewer add anything, the best by
/// score fill the team up.
public struct Team: ListScreen {
  public enum Method: String, Sendable, CaseIterable {
    case lazy, streaming, dynamic
  }

  let limit: Int
  let method: Method
  let diversity: Double

  /// - Parameters:
  ///   - limit: how many the team has, at least 1.
  ///   - diversity: the part of covered skills in a team's worth, 0...1; scores have the rest.
  public init(_ limit: Int, by method: Method = .lazy, diversity: Double = 0.5) {
    self.limit = limit
    self.method = method
    self.diversity = diversity
  }
  public var needsScores: Bool { true }

  public mutating func screen(
    _ candidates: inout Candidates, for task: Int, in frame: borrowing Frame, random: inout Random
  ) {
    guard candidates.count > limit else { return }
    // The best first, so that the list does not depend on rows.
    candidates.bringBestForward(candidates.count, in: frame.pool)
    let objective = TeamObjective(candidates, in: frame, limit: limit, diversity: diversity)
    var isChosen = Array(repeating: false, count: candidates.count)
    for index in team(objective) { isChosen[index] = true }
    var missing = limit - isChosen.count { $0 }
    for index in isChosen.indices where missing > 0 && !isChosen[index] {
      isChosen[index] = true
      missing -= 1
    }
    candidates.keep { index, _ in isChosen[index] }
  }

  private func team(_ objective: TeamObjective) -> [Int] {
    switch method {
    case .lazy: return LazyGreedy.select(objective, limit: limit).elements
    case .streaming:
      var sieve = SieveStreaming(objective, limit: limit)
      for index in 0..<objective.count { sieve.take(index) }
      return sieve.best.elements
    case .dynamic:
      var dynamic = DynamicSubmodular(objective, limit: limit)
      for index in 0..<objective.count { dynamic.insert(index) }
      return dynamic.best().elements
    }
  }
}

extension Team {
  static let word = Word.screen(
    "team",
    [
      Parameter("k", .integer(1...1000), standard: .integer(5), meaning: "How many the team has."),
      Parameter(
        "by", .choice(Method.allCases.map(\.rawValue)), standard: .name(Method.lazy.rawValue),
        meaning: "How it is found: greedily, in one pass, or as sets are kept that change."),
      Parameter(
        "diversity", .number(0...1), standard: .number(0.5),
        meaning: "The part that covered skills have in a team's worth; scores have the rest."),
    ],
    meaning: "The candidates that are worth most together, by scores and by the skills that they cover.",
    source: "Nemhauser, Wolsey and Fisher, 1978; arXiv 2305.15192", needsScore: true,
    make: {
      .listScreen(
        Team(
          $0.integer("k"), by: Method(rawValue: $0.choice("by")) ?? .lazy,
          diversity: $0.number("diversity")))
    })
}
