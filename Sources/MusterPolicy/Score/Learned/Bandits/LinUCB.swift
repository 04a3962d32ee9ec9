import MusterCore
import MusterMath

/// `linucb`: the reward that a ridge regression on the ``PairContext`` predicts, plus alpha times the standard error
/// of that: x.theta + alpha sqrt(x^T A^-1 x). By agent (the disjoint model) x is the task's, and each agent has
/// coefficients of its own; shared, x is the pair's and all agents learn from each other. Discounted, windowed, and
/// by agent with resets where a change is detected, see ``Forgetting``.
///
/// Sources: Li, Chu, Langford and Schapire (WWW 2010), algorithms 1 and 2 without the mixed form; Abbasi-Yadkori,
/// Pal and Szepesvari (2011); discounted: Russac, Vernade and Cappe (NeurIPS 2019); windowed: Cheung, Simchi-Levi and
/// Zhu (AISTATS 2019). d = 32: about 35 ns an agent by agent, 120 ns shared; an outcome about 1 us; 6.8 KB an agent.
public struct LinUCB: LinearScore {
  static let name = "linucb"
  var arms: LinearArms
  let alpha: Float

  init(_ arguments: Arguments) {
    arms = LinUCB.arms(arguments)
    alpha = Float(arguments.number("alpha"))
  }

  public mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    arms.predict(task, rows, in: frame)
    for i in 0..<rows.count { scores[i] = arms.means[i] + alpha * arms.widths[i].squareRoot() }
  }
}

extension LinUCB {
  static let word = Word.score(
    name,
    [
      Parameter(
        "alpha", .number(0...1_000_000), standard: .number(0.5),
        meaning: "How many standard errors are added to what is predicted.")
    ] + parameters,
    meaning:
      "The reward that a linear model of task and agent predicts, plus a bonus for what it is unsure of.",
    source: "LinUCB, Li, Chu, Langford and Schapire, WWW'10", make: { .listScorer(LinUCB($0)) })
}
