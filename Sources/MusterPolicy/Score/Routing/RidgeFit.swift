/// Ridge regression of rewards on sparse rows, for several agents at once: the exact minimum, by conjugate
/// gradients.
///
/// Agent a's prediction is its mean plus x · (w + v_a): what all agents have in common, and what is the
/// agent's own (Evgeniou and Pontil, KDD 2004). Minimises the squared errors plus `sharedPenalty` |w|² +
/// `penalty` Σ|v_a|². The mean is the agent's, or with few observations that of all. O(numbers in the rows x
/// agents) a step, at most ``steps`` of them; memory for the places in use, 32 bytes an agent each.
package struct RidgeFit: Sendable {
  package var penalty: Double
  /// Infinite for agents that have nothing in common.
  package var sharedPenalty: Double
  package var steps = 60

  package init(penalty: Double = 10, sharedPenalty: Double = 10) {
    self.penalty = penalty
    self.sharedPenalty = sharedPenalty
  }

  /// An agent's reward on a row.
  package struct Observation: Sendable {
    package var row: Int
    package var agent: Int
    package var reward: Double

    package init(row: Int, agent: Int, reward: Double) {
      self.row = row
      self.agent = agent
      self.reward = reward
    }
  }

  /// What was fitted.
  package struct Result: Sendable {
    package var means: [Double]
    /// The places with weights, rising.
    package var places: [Int32]
    /// For all agents together, then for each: a weight a place.
    package var weights: [[Double]]
    private let column: [Int32]

    init(means: [Double], places: [Int32], weights: [[Double]], column: [Int32]) {
      self.means = means
      self.places = places
      self.weights = weights
      self.column = column
    }

    /// The reward expected of an agent on a row.
    package func predict(_ row: SparseRow, agent: Int) -> Double {
      var sum = means[agent]
      for index in row.places.indices {
        let at = Int(column[Int(row.places[index])])
        if at >= 0 { sum += Double(row.values[index]) * (weights[0][at] + weights[agent + 1][at]) }
      }
      return sum
    }
  }

  /// Fits the observations, each of which names a row and an agent below `agents`.
  package func fit(_ rows: [SparseRow], _ observations: [Observation], agents: Int) -> Result {
    let system = RidgeSystem(self, rows, observations, agents: agents)
    return system.solve()
  }
}
