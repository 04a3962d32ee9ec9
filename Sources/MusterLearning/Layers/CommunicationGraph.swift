import MusterMath

/// A learned graph: for each of `agents` the `degree` others that it hears, by the logits of its edges.
///
/// Its parameters are the logits, and numbers that a trainer sets and no gradient reaches: noise on the logits and a
/// flag, above 0 for a graph with all edges.
struct CommunicationGraph: Sendable {
  let agents: Int
  let degree: Int
  let logits: Int
  let noise: Int

  init(_ name: String, agents: Int, degree: Int, in layout: inout ParameterLayout) {
    self.agents = agents
    self.degree = degree
    logits = layout.add(name + ".edges", rows: agents, columns: agents)
    noise = layout.add(name + ".noise", rows: 1, columns: agents * agents + 1)
  }

  /// Nearly equal logits, and no noise.
  func initialise(_ parameters: UnsafeMutablePointer<Float>, _ random: inout Random) {
    for at in 0..<(agents * agents) {
      parameters[logits + at] = Float(random.normal(mean: 0, deviation: 0.01))
    }
    (parameters + noise).update(repeating: 0, count: agents * agents + 1)
  }

  /// Draws standard Gumbel noise for all edges; `isDense` gives all edges instead.
  func draw(_ parameters: UnsafeMutablePointer<Float>, isDense: Bool, _ random: inout Random) {
    for at in 0..<(agents * agents) {
      parameters[noise + at] = -Float(Portable.log(random.exponential(mean: 1) + 1e-20))
    }
    parameters[noise + agents * agents] = isDense ? 1 : 0
  }

  /// Takes the noise away: the graph is then the exact one.
  func clear(_ parameters: UnsafeMutablePointer<Float>) {
    (parameters + noise).update(repeating: 0, count: agents * agents + 1)
  }

  /// Writes for each agent the softmax over the others of logits and noise to `soft`, and to `hard` 1 for the `degree`
  /// greatest of them (the first of equals) and for the agent itself, else 0.
  func edges(
    _ parameters: UnsafePointer<Float>, soft: UnsafeMutablePointer<Float>, hard: UnsafeMutablePointer<Float>
  ) {
    let isDense = parameters[noise + agents * agents] > 0
    for agent in 0..<agents {
      let (row, chosen) = (soft + agent * agents, hard + agent * agents)
      var greatest = -Float.infinity
      for other in 0..<agents {
        let at = agent * agents + other
        row[other] = other == agent ? -.infinity : parameters[logits + at] + parameters[noise + at]
        greatest = max(greatest, row[other])
      }
      chosen.update(repeating: isDense ? 1 : 0, count: agents)
      for _ in 0..<(isDense ? 0 : degree) {
        var best = -1
        for other in 0..<agents where other != agent && chosen[other] == 0 {
          if best < 0 || row[other] > row[best] { best = other }
        }
        if best >= 0 { chosen[best] = 1 }
      }
      chosen[agent] = 1
      var total: Float = 0
      for other in 0..<agents {
        row[other] = other == agent ? 0 : FloatMath.exp(row[other] - greatest)
        total += row[other]
      }
      if total > 0 { for other in 0..<agents { row[other] /= total } }
    }
  }

  /// Adds the gradients by the logits, given those by the edges, as if the edges were `soft` (straight through).
  func addGradients(
    _ gradients: UnsafeMutablePointer<Float>, soft: UnsafePointer<Float>, byEdges: UnsafePointer<Float>
  ) {
    for agent in 0..<agents {
      let (row, slopes) = (soft + agent * agents, byEdges + agent * agents)
      let mean = Lanes.dot(row, slopes, count: agents)
      for other in 0..<agents where other != agent {
        gradients[logits + agent * agents + other] += row[other] * (slopes[other] - mean)
      }
    }
  }
}
