/// Attention of one row of agents along given edges: with score(a, b) = q_a k_b / sqrt(width), agent a takes the mean of
/// values v_b by the weights open(a, b) e^score, over their sum. An edge's gradient does not ask whether it is open.
struct EdgeAttention: Sendable {
  let agents: Int
  let width: Int

  /// One vector for each agent, `stride` apart.
  struct Vectors {
    let base: UnsafeMutablePointer<Float>
    let stride: Int
    subscript(agent: Int) -> UnsafeMutablePointer<Float> { base + agent * stride }
  }

  /// Writes means and `weights`, those that an open edge would have, over the sum. Agents attend to none behind
  /// themselves. `open` is agents x agents with 1 on the diagonal. `O(agents^2 * width)`.
  func forward(
    _ queries: Vectors, _ keys: Vectors, _ values: Vectors, open: UnsafePointer<Float>,
    weights: UnsafeMutablePointer<Float>, into means: Vectors
  ) {
    let factor = 1 / Float(width).squareRoot()
    for agent in 0..<agents {
      let (own, edges) = (weights + agent * agents, open + agent * agents)
      var greatest = -Float.infinity
      for other in 0...agent {
        own[other] = factor * Lanes.dot(queries[agent], keys[other], count: width)
        greatest = max(greatest, own[other])
      }
      var total: Float = 0
      for other in 0...agent {
        own[other] = FloatMath.exp(own[other] - greatest)
        total += edges[other] * own[other]
      }
      means[agent].update(repeating: 0, count: width)
      for other in 0...agent {
        own[other] /= total
        Lanes.axpy(edges[other] * own[other], values[other], means[agent], count: width)
      }
    }
  }

  /// Adds the gradients by queries, keys, values and edges, given those by the means. `slopes` is memory for `agents`
  /// numbers.
  func backward(
    _ queries: Vectors, _ keys: Vectors, _ values: Vectors, open: UnsafePointer<Float>,
    weights: UnsafePointer<Float>, byMeans: Vectors, byQueries: Vectors, byKeys: Vectors, byValues: Vectors,
    byOpen: UnsafeMutablePointer<Float>, slopes: UnsafeMutablePointer<Float>
  ) {
    let factor = 1 / Float(width).squareRoot()
    for agent in 0..<agents {
      let (own, edges) = (weights + agent * agents, open + agent * agents)
      var mean: Float = 0
      for other in 0...agent {
        slopes[other] = Lanes.dot(byMeans[agent], values[other], count: width)
        mean += edges[other] * own[other] * slopes[other]
        Lanes.axpy(edges[other] * own[other], byMeans[agent], byValues[other], count: width)
      }
      for other in 0...agent {
        let byWeight = own[other] * (slopes[other] - mean)
        if other != agent { byOpen[agent * agents + other] += byWeight }
        let byScore = factor * edges[other] * byWeight
        Lanes.axpy(byScore, keys[other], byQueries[agent], count: width)
        Lanes.axpy(byScore, queries[agent], byKeys[other], count: width)
      }
    }
  }
}
