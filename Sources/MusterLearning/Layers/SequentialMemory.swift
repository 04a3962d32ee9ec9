/// Where things lie on the tape of a ``SequentialLayer``.
extension SequentialLayer {
  struct Memory {
    /// Observations and the choices before, gathered; what the encoder makes of the former.
    let seen, choices, heard: Int
    /// Edges as they would be if they were soft, as they are, and the gradient by them.
    let soft, open, byOpen: Int
    /// Tokens of choices, their queries, keys and values; the queries of what was heard, the keys and values for them.
    let chosen, projected, queries, answers: Int
    /// Of both attentions, and what is added and normalised.
    let weights, means, sums, normal, normTapes: [Int]
    /// Gradients.
    let bySeen, byChoices, byHeard, byProjected, byQueries, byAnswers, byOne, byTwo: Int
    /// Tapes of the parts.
    let encoderTape, embedTape, perceptronTape, headTape: Int
    /// Transposed matrices, and one row of slopes.
    let scratch, slopes: Int
    let count: Int
    private let agents, width: Int

    init(_ layer: SequentialLayer, _ rows: Int) {
      (agents, width) = (layer.agents, layer.width)
      let (tokens, width) = (rows * layer.agents, layer.width)
      let edges = layer.agents * layer.agents
      var free = 0
      func take(_ size: Int) -> Int {
        free += size
        return free - size
      }
      seen = take(tokens * layer.encoder.embed.inputs)
      choices = take(tokens * layer.embed.inputs)
      heard = take(tokens * width)
      soft = take(edges)
      open = take(edges)
      byOpen = take(edges)
      chosen = take(tokens * width)
      projected = take(tokens * 3 * width)
      queries = take(tokens * width)
      answers = take(tokens * 2 * width)
      weights = [take(rows * edges), take(rows * edges)]
      means = [take(tokens * width), take(tokens * width)]
      sums = [take(tokens * width), take(tokens * width), take(tokens * width)]
      normal = [take(tokens * width), take(tokens * width), take(tokens * width)]
      normTapes = layer.norms.map { take($0.tapeCount(rows: tokens)) }
      bySeen = take(tokens * layer.encoder.embed.inputs)
      byChoices = take(tokens * layer.embed.inputs)
      byHeard = take(tokens * width)
      byProjected = take(tokens * 3 * width)
      byQueries = take(tokens * width)
      byAnswers = take(tokens * 2 * width)
      byOne = take(tokens * width)
      byTwo = take(tokens * width)
      encoderTape = take(layer.encoder.tapeCount(rows: rows))
      embedTape = take(layer.embed.tapeCount(rows: tokens))
      perceptronTape = take(layer.perceptron.tapeCount(rows: tokens))
      headTape = take(layer.head.tapeCount(rows: tokens))
      scratch = take(layer.project.scratchCount)
      slopes = take(layer.agents)
      count = free
    }

    typealias Vectors = EdgeAttention.Vectors

    /// One row's vectors that lie side by side from `start` on.
    func plain(_ tape: UnsafeMutablePointer<Float>, _ start: Int, _ row: Int) -> Vectors {
      Vectors(base: tape + start + row * agents * width, stride: width)
    }

    private func part(
      _ tape: UnsafeMutablePointer<Float>, _ start: Int, _ row: Int, _ index: Int, of parts: Int
    ) -> Vectors {
      Vectors(base: tape + start + row * agents * parts * width + index * width, stride: parts * width)
    }

    /// One row's queries (0), keys (1) or values (2) of choices.
    func projected(_ tape: UnsafeMutablePointer<Float>, _ row: Int, _ index: Int) -> Vectors {
      part(tape, projected, row, index, of: 3)
    }

    func byProjected(_ tape: UnsafeMutablePointer<Float>, _ row: Int, _ index: Int) -> Vectors {
      part(tape, byProjected, row, index, of: 3)
    }

    /// One row's keys (0) or values (1) for those who heard.
    func answers(_ tape: UnsafeMutablePointer<Float>, _ row: Int, _ index: Int) -> Vectors {
      part(tape, answers, row, index, of: 2)
    }

    func byAnswers(_ tape: UnsafeMutablePointer<Float>, _ row: Int, _ index: Int) -> Vectors {
      part(tape, byAnswers, row, index, of: 2)
    }
  }
}
