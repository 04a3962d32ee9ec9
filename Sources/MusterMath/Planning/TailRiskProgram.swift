/// The policy whose return has the best tail: CVaR by a dynamic program over the state and what is in stock
/// (distributional dynamic programming with stock, arXiv 2501.13028).
///
/// With G the discounted return of a run of `horizon` steps, CVaR_t = max over b of b + E[min(G - b, 0)] / t. For a
/// given b the inside is the best expected utility min(c + G, 0) from the stock c = -b; a reward changes the stock to
/// (c + r) / discount, and because the utility is homogeneous the program is
///
///     V_n(s, c) = max over a of discount E[V_{n-1}(s', (c + r) / discount)],   V_0(s, c) = min(c, 0).
///
/// As a function of b the whole is piecewise linear and bends only at returns, so the best b is one of the returns that
/// can occur: exact for small processes. The best action depends on the stock: on what has been earned so far.
/// `O(returns * reachable (n, s, c) * transitions)`, which grows exponentially with the horizon unless rewards repeat.
public struct TailRiskProgram: Sendable {
  /// What it found.
  public struct Solution: Sendable, Equatable {
    /// The best CVaR that any policy has.
    public var value: Double
    /// The b at which it is had: the level below which returns count as the tail.
    public var threshold: Double
    /// The best first action.
    public var action: Int
  }

  private struct Key: Hashable {
    var steps: Int
    var state: Int
    var stock: Double
  }

  private let process: DecisionProcess
  private let discount: Double
  // Looked up only, never iterated.
  private var known: [Key: (value: Double, action: Int)] = [:]

  private init(_ process: DecisionProcess, discount: Double) {
    (self.process, self.discount) = (process, discount)
  }

  /// - Parameters:
  ///   - level: the share of worst runs that counts, above 0 and up to 1; 1 is the mean.
  ///   - discount: above 0 and up to 1.
  public static func solve(
    _ process: DecisionProcess, from start: Int, horizon: Int, discount: Double = 1, level: Double
  ) throws(DecisionProcess.Fault) -> Solution {
    guard level > 0, level <= 1 else { throw .level(level) }
    guard discount > 0, discount <= 1 else { throw .discount(discount) }
    guard process.transitions.indices.contains(start) else {
      throw .noSuchState(state: start, action: 0, found: start)
    }
    var program = TailRiskProgram(process, discount: discount)
    var best: Solution?
    for threshold in program.returns(from: start, horizon) {
      let (utility, action) = program.solve(Key(steps: horizon, state: start, stock: -threshold))
      let value = threshold + utility / level
      if let best, value <= best.value { continue }
      best = Solution(value: value, threshold: threshold, action: action)
    }
    return best ?? Solution(value: 0, threshold: 0, action: 0)
  }

  /// What can be earned within the steps that are left from a state with that stock, and how.
  private mutating func solve(_ key: Key) -> (value: Double, action: Int) {
    if key.steps == 0 { return (min(key.stock, 0), 0) }
    if let found = known[key] { return found }
    var best = (value: -Double.infinity, action: 0)
    for (action, outcomes) in process.transitions[key.state].enumerated() {
      var value = 0.0
      for outcome in outcomes where outcome.probability > 0 {
        let stock = (key.stock + outcome.reward) / discount
        value +=
          outcome.probability * discount
          * solve(Key(steps: key.steps - 1, state: outcome.next, stock: stock)).value
      }
      if value > best.value { best = (value, action) }
    }
    known[key] = best
    return best
  }

  /// All returns that can occur, from the least.
  private func returns(from state: Int, _ steps: Int) -> [Double] {
    if steps == 0 { return [0] }
    var all: Set<Double> = []
    for outcomes in process.transitions[state] {
      for outcome in outcomes where outcome.probability > 0 {
        for later in returns(from: outcome.next, steps - 1) { all.insert(outcome.reward + discount * later) }
      }
    }
    return all.sorted()
  }
}
