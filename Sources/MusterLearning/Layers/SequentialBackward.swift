/// Gradients on their way back, from logits to what is seen and chosen.
extension SequentialLayer {
  func backward(
    _ parameters: UnsafePointer<Float>, gradients: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>,
    output: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, rows: Int,
    inputGradient: UnsafeMutablePointer<Float>?, tape: UnsafeMutablePointer<Float>
  ) {
    let memory = Memory(self, rows)
    let (tokens, size) = (rows * agents, rows * agents * width)
    let (one, two, scratch) = (tape + memory.byOne, tape + memory.byTwo, tape + memory.scratch)
    (tape + memory.byOpen).update(repeating: 0, count: agents * agents)
    head.backward(
      parameters, gradients: gradients, input: tape + memory.normal[2], output: output,
      outputGradient: outputGradient, rows: tokens, inputGradient: one, tape: tape + memory.headTape)
    backNorm(parameters, gradients, 2, memory, tokens, tape, from: one, to: two)
    perceptron.backward(
      parameters, gradients: gradients, input: tape + memory.normal[1], output: tape + memory.sums[2],
      outputGradient: two, rows: tokens, inputGradient: one, tape: tape + memory.perceptronTape)
    Lanes.axpy(1, two, one, count: size)
    backNorm(parameters, gradients, 1, memory, tokens, tape, from: one, to: two)
    // By what was heard: the residual now, the queries below.
    (tape + memory.byHeard).update(from: two, count: size)
    backAffine(parameters, gradients, join, memory.means[1], memory, tokens, tape, from: two, to: one)
    (tape + memory.byQueries).update(repeating: 0, count: size)
    (tape + memory.byAnswers).update(repeating: 0, count: 2 * size)
    for row in 0..<rows {
      attention.backward(
        memory.plain(tape, memory.queries, row), memory.answers(tape, row, 0), memory.answers(tape, row, 1),
        open: tape + memory.open, weights: tape + memory.weights[1] + row * agents * agents,
        byMeans: memory.plain(tape, memory.byOne, row), byQueries: memory.plain(tape, memory.byQueries, row),
        byKeys: memory.byAnswers(tape, row, 0), byValues: memory.byAnswers(tape, row, 1),
        byOpen: tape + memory.byOpen, slopes: tape + memory.slopes)
    }
    query.addGradients(
      gradients, tape + memory.heard, stride: width, rows: tokens, tape + memory.byQueries)
    query.inputGradient(
      parameters, rows: tokens, tape + memory.byQueries, tape + memory.byHeard, stride: width, adds: true,
      scratch: scratch)
    answer.addGradients(
      gradients, tape + memory.normal[0], stride: width, rows: tokens, tape + memory.byAnswers)
    answer.inputGradient(
      parameters, rows: tokens, tape + memory.byAnswers, one, stride: width, adds: false, scratch: scratch)
    backNorm(parameters, gradients, 0, memory, tokens, tape, from: one, to: two)
    backAffine(parameters, gradients, combine, memory.means[0], memory, tokens, tape, from: two, to: one)
    (tape + memory.byProjected).update(repeating: 0, count: 3 * size)
    for row in 0..<rows {
      attention.backward(
        memory.projected(tape, row, 0), memory.projected(tape, row, 1), memory.projected(tape, row, 2),
        open: tape + memory.open, weights: tape + memory.weights[0] + row * agents * agents,
        byMeans: memory.plain(tape, memory.byOne, row), byQueries: memory.byProjected(tape, row, 0),
        byKeys: memory.byProjected(tape, row, 1), byValues: memory.byProjected(tape, row, 2),
        byOpen: tape + memory.byOpen, slopes: tape + memory.slopes)
    }
    project.addGradients(
      gradients, tape + memory.chosen, stride: width, rows: tokens, tape + memory.byProjected)
    project.inputGradient(
      parameters, rows: tokens, tape + memory.byProjected, two, stride: width, adds: true, scratch: scratch)
    embed.backward(
      parameters, gradients: gradients, input: tape + memory.choices, output: tape + memory.chosen,
      outputGradient: two, rows: tokens, inputGradient: tape + memory.byChoices,
      tape: tape + memory.embedTape)
    encoder.graph.addGradients(gradients, soft: tape + memory.soft, byEdges: tape + memory.byOpen)
    encoder.backward(
      parameters, gradients: gradients, input: tape + memory.seen, output: tape + memory.heard,
      outputGradient: tape + memory.byHeard, rows: rows, inputGradient: tape + memory.bySeen,
      tape: tape + memory.encoderTape)
    guard let inputGradient else { return }
    let seen = agents * encoder.embed.inputs
    for row in 0..<rows {
      let target = inputGradient + row * inputs
      target.update(from: tape + memory.bySeen + row * seen, count: seen)
      (target + seen).update(
        from: tape + memory.byChoices + row * agents * choiceSize, count: agents * choiceSize)
    }
  }

  private func backNorm(
    _ parameters: UnsafePointer<Float>, _ gradients: UnsafeMutablePointer<Float>, _ index: Int,
    _ memory: Memory, _ tokens: Int, _ tape: UnsafeMutablePointer<Float>, from: UnsafePointer<Float>,
    to: UnsafeMutablePointer<Float>
  ) {
    norms[index].backward(
      parameters, gradients: gradients, input: tape + memory.sums[index], output: tape + memory.normal[index],
      outputGradient: from, rows: tokens, inputGradient: to, tape: tape + memory.normTapes[index])
  }

  private func backAffine(
    _ parameters: UnsafePointer<Float>, _ gradients: UnsafeMutablePointer<Float>, _ affine: Affine,
    _ means: Int, _ memory: Memory, _ tokens: Int, _ tape: UnsafeMutablePointer<Float>,
    from: UnsafePointer<Float>, to: UnsafeMutablePointer<Float>
  ) {
    affine.addGradients(gradients, tape + means, stride: width, rows: tokens, from)
    affine.inputGradient(
      parameters, rows: tokens, from, to, stride: width, adds: false, scratch: tape + memory.scratch)
  }
}
