import MusterCore
import MusterMath

/// `metaheuristic(method, steps, overload, limit)`: one place that knows all looks for a cheap placement of the whole
/// batch: overload, the cost of being moved away from the best candidate, and waiting, see ``PlacementCosts``, by greedy
/// placement, tabu search, annealing, or a genetic search that the others seed (Sliwko, "Centralised load balancing",
/// 2509.26120, 2511.11721).
///
/// What does not fit when it is committed, gangs that were torn included, is placed again in the room that is left.
/// Draws come from the batch's first task; nothing is kept from batch to batch. O(steps * resources), and O(tasks *
/// agents) for the costs; at most 256 tasks together.
public struct Metaheuristic: BatchMatcher {
  public enum Method: String, Sendable, CaseIterable {
    case greedy, tabu, annealing, genetic
  }

  let method: Method
  let steps: Int
  let overload: Double
  let limit: Double

  public var together: Int { 256 }

  /// - Parameters:
  ///   - steps: moves that are looked at.
  ///   - overload: what a whole agent's worth of overload costs, where the spread of the scores costs 1.
  ///   - limit: the part of any resource beyond which an agent is overloaded.
  public init(_ method: Method = .genetic, steps: Int = 2000, overload: Double = 10, limit: Double = 0.8) {
    (self.method, self.steps, self.overload, self.limit) = (method, steps, overload, limit)
  }

  public mutating func choose(
    for units: [Range<Int>], in frame: borrowing Frame, from funnel: inout Funnel,
    into choices: inout [Choice?]
  ) {
    // As if each agent had one slot: others to move to stay in question.
    let problem = BatchProblem(units, in: frame, from: &funnel, each: 1)
    guard let first = problem.tasks.first, !problem.agents.isEmpty else {
      for unit in units { for task in unit { choices[task] = nil } }
      return
    }
    let costs = PlacementCosts(problem, in: frame, weight: overload, limit: limit)
    var search = PlacementSearch(costs: costs, steps: steps, random: frame.random(forTask: first))
    problem.write(placement(&search).agents, into: &choices)
  }

  private func placement(_ search: inout PlacementSearch) -> Placement {
    let greedy = search.greedy()
    switch method {
    case .greedy: return greedy
    case .tabu: return search.tabu(from: greedy)
    case .annealing: return search.annealing(from: greedy)
    case .genetic:
      let (tabu, annealed) = (search.tabu(from: greedy), search.annealing(from: greedy))
      return search.genetic(from: [greedy, tabu, annealed])
    }
  }
}

extension Metaheuristic {
  static let word = Word.match(
    "metaheuristic",
    [
      Parameter(
        "method", .choice(Method.allCases.map(\.rawValue)), standard: .name(Method.genetic.rawValue),
        meaning: "How placements are searched; the genetic search is seeded by the others."),
      Parameter(
        "steps", .integer(1...1_000_000), standard: .integer(2000), meaning: "Moves that are looked at."),
      Parameter(
        "overload", .number(0...1_000_000), standard: .number(10),
        meaning: "What a whole agent's worth of overload costs, where the spread of the scores costs 1."),
      Parameter(
        "limit", .number(0...1), standard: .number(0.8),
        meaning: "The part of any resource beyond which an agent is overloaded."),
    ],
    meaning: "A search for the batch's placement with least overload and cost of moving.",
    source: "Sliwko, arXiv 2509.26120",
    make: {
      .matcher(
        Metaheuristic(
          Method(rawValue: $0.choice("method")) ?? .genetic, steps: $0.integer("steps"),
          overload: $0.number("overload"), limit: $0.number("limit")))
    })
}
