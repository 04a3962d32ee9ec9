/// A policy for the worst of several models of one process: incremental worst-case search (IWOCS, arXiv 2410.06212).
///
/// Each round solves the newest model, takes the least of the worths under all models found so far, acts greedily by
/// it, and looks for the model under which that policy does worst. It ends when that model is no worse than was
/// foreseen, to `precision`, or has been found before. What it gives is optimal where the models' worst case is the
/// same at every state; in general it is a bound. `O(rounds * (value iteration + models * evaluation))`.
public struct WorstCaseSearch: Sendable, Equatable {
  /// The policy: an action for each state.
  public var policy: [Int]
  /// Its value from the start under its worst model.
  public var value: Double
  /// The models that were taken in, in their order; the first is where the search began.
  public var found: [Int]
  /// How many policies were put to the test.
  public var rounds: Int

  /// - Parameters:
  ///   - models: of the same states and actions; at least one.
  ///   - first: the model to begin with.
  ///   - precision: by how much a worse model must be worse to be taken in.
  public init(
    _ models: [DecisionProcess], from start: Int, discount: Double, first: Int = 0, precision: Double = 1e-6
  ) throws(DecisionProcess.Fault) {
    guard models.indices.contains(first) else { throw .empty }
    guard discount > 0, discount < 1 else { throw .discount(discount) }
    for (index, model) in models.enumerated()
    where model.transitions.map(\.count) != models[0].transitions.map(\.count) {
      throw .otherShape(model: index)
    }
    guard models[0].transitions.indices.contains(start) else {
      throw .noSuchState(state: start, action: 0, found: start)
    }
    var least = models[first].optimalWorths(discount: discount)
    found = [first]
    (policy, value, rounds) = ([], -.infinity, 0)
    while true {
      rounds += 1
      let greedy = least.map(Self.best)
      let values = models.map { $0.values(of: greedy, discount: discount)[start] }
      let worst = values.indices.min { values[$0] != values[$1] ? values[$0] < values[$1] : $0 < $1 } ?? first
      if values[worst] > value { (policy, value) = (greedy, values[worst]) }
      let foreseen = least[start][greedy[start]]
      if values[worst] >= foreseen - precision || found.contains(worst) { return }
      found.append(worst)
      let worths = models[worst].optimalWorths(discount: discount)
      for state in least.indices {
        for action in least[state].indices {
          least[state][action] = min(least[state][action], worths[state][action])
        }
      }
    }
  }

  /// The first among the best.
  private static func best(_ worths: [Double]) -> Int {
    worths.indices.max { worths[$0] != worths[$1] ? worths[$0] < worths[$1] : $0 > $1 } ?? 0
  }
}
