/// What one row's agents hear of each other, forward and backward.
extension CommunicationLayer {
  /// Where things lie on the tape.
  struct Memory {
    /// Edges as they would be if they were soft, and as they are.
    let soft, hard, byEdges: Int
    /// What agents say, whether they listen, and what is made of it.
    let tokens, gates, projected: Int
    /// For each agent and each other: the weight that an edge of 1 would have, and how much edge and gate let through.
    let weights, open: Int
    /// What was heard, with what was said added, normalised.
    let mixed, sums, normal: Int
    /// Gradients.
    let byTokens, byGates, byProjected, byMixed: Int
    /// Tapes of the parts.
    let own, normTape, headTape: Int
    /// Transposed matrices, and one row of slopes.
    let scratch, slopes: Int
    let count: Int

    init(_ layer: CommunicationLayer, _ rows: Int) {
      let (agents, width, tokenCount) = (layer.agents, layer.width, rows * layer.agents)
      var free = 0
      func take(_ size: Int) -> Int {
        free += size
        return free - size
      }
      soft = take(agents * agents)
      hard = take(agents * agents)
      byEdges = take(agents * agents)
      tokens = take(tokenCount * width)
      gates = take(tokenCount)
      projected = take(tokenCount * 3 * width)
      weights = take(tokenCount * agents)
      open = take(tokenCount * agents)
      mixed = take(tokenCount * width)
      sums = take(tokenCount * width)
      normal = take(tokenCount * width)
      byTokens = take(tokenCount * width)
      byGates = take(tokenCount)
      byProjected = take(tokenCount * 3 * width)
      byMixed = take(tokenCount * width)
      own = take(layer.embed.tapeCount(rows: tokenCount))
      normTape = take(layer.norm.tapeCount(rows: tokenCount))
      headTape = take(layer.head?.tapeCount(rows: tokenCount) ?? 0)
      scratch = take(layer.project.scratchCount)
      slopes = take(agents + 2 * width)
      count = free
    }
  }

  private func isPresent(_ input: UnsafePointer<Float>, _ token: Int) -> Bool {
    let seen = input + token * embed.inputs
    for at in 0..<embed.inputs where seen[at] != 0 { return true }
    return false
  }

  private func gateOf(_ value: Float) -> Float {
    if !isGated { return 1 }
    return isSoft ? value : value > 0.5 ? 1 : 0
  }

  /// The query of `a` and the key of `b` with what is added for their relation, into `target`.
  private func pair(
    _ parameters: UnsafePointer<Float>, _ tokens: UnsafePointer<Float>, _ a: Int, _ b: Int,
    _ target: UnsafeMutablePointer<Float>
  ) {
    let first = parameters + relation + (a == b ? 0 : 2) * width
    target.update(from: tokens + a * 3 * width, count: width)
    Lanes.axpy(1, first, target, count: width)
    (target + width).update(from: tokens + b * 3 * width + width, count: width)
    Lanes.axpy(1, first + width, target + width, count: width)
  }

  func hear(
    _ parameters: UnsafePointer<Float>, _ input: UnsafePointer<Float>, _ tape: UnsafeMutablePointer<Float>,
    _ memory: Memory, _ row: Int
  ) {
    let factor = 1 / Float(width).squareRoot()
    let first = row * agents
    let tokens = tape + memory.projected + first * 3 * width
    let both = tape + memory.slopes + agents
    for agent in 0..<agents {
      let weights = tape + memory.weights + (first + agent) * agents
      let open = tape + memory.open + (first + agent) * agents
      let gate = gateOf(tape[memory.gates + first + agent])
      let edges = tape + (isSoft ? memory.soft : memory.hard) + agent * agents
      var greatest = -Float.infinity
      for other in 0..<agents {
        let isThere = other == agent || isPresent(input, first + other)
        open[other] = other == agent ? 1 : isThere ? gate * edges[other] : 0
        pair(parameters, tokens, agent, other, both)
        weights[other] = isThere ? factor * Lanes.dot(both, both + width, count: width) : -.infinity
        greatest = max(greatest, weights[other])
      }
      var total: Float = 0
      for other in 0..<agents {
        weights[other] = weights[other] == -.infinity ? 0 : FloatMath.exp(weights[other] - greatest)
        total += open[other] * weights[other]
      }
      let mean = tape + memory.mixed + (first + agent) * width
      for other in 0..<agents {
        weights[other] /= total
        Lanes.axpy(open[other] * weights[other], tokens + other * 3 * width + 2 * width, mean, count: width)
      }
    }
  }

  func hearBackward(
    _ parameters: UnsafePointer<Float>, _ gradients: UnsafeMutablePointer<Float>,
    _ tape: UnsafeMutablePointer<Float>, _ memory: Memory, _ row: Int
  ) {
    let factor = 1 / Float(width).squareRoot()
    let first = row * agents
    let tokens = tape + memory.projected + first * 3 * width
    let byTokens = tape + memory.byProjected + first * 3 * width
    let (slopes, both) = (tape + memory.slopes, tape + memory.slopes + agents)
    for agent in 0..<agents {
      let weights = tape + memory.weights + (first + agent) * agents
      let open = tape + memory.open + (first + agent) * agents
      let gradient = tape + memory.byMixed + (first + agent) * width
      let value = tape[memory.gates + first + agent]
      let edges = tape + (isSoft ? memory.soft : memory.hard) + agent * agents
      var mean: Float = 0
      for other in 0..<agents {
        slopes[other] = Lanes.dot(gradient, tokens + other * 3 * width + 2 * width, count: width)
        mean += open[other] * weights[other] * slopes[other]
        Lanes.axpy(
          open[other] * weights[other], gradient, byTokens + other * 3 * width + 2 * width, count: width)
      }
      var byGate: Float = 0
      for other in 0..<agents where weights[other] > 0 {
        if other != agent {
          let byOpen = weights[other] * (slopes[other] - mean)
          tape[memory.byEdges + agent * agents + other] += byOpen * gateOf(value)
          byGate += byOpen * edges[other]
        }
        let byScore = factor * open[other] * weights[other] * (slopes[other] - mean)
        if byScore == 0 { continue }
        pair(parameters, tokens, agent, other, both)
        let byRelation = gradients + relation + (agent == other ? 0 : 2) * width
        Lanes.axpy(byScore, both + width, byTokens + agent * 3 * width, count: width)
        Lanes.axpy(byScore, both + width, byRelation, count: width)
        Lanes.axpy(byScore, both, byTokens + other * 3 * width + width, count: width)
        Lanes.axpy(byScore, both, byRelation + width, count: width)
      }
      if isGated { tape[memory.byGates + first + agent] = byGate * value * (1 - value) }
    }
  }
}
