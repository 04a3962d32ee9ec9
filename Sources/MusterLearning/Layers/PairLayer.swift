import MusterMath

/// How well rows and columns of two sets go together: the dot product of their embeddings, each by a perceptron of its
/// own. The parameters do not depend on how large the sets are.
///
/// A row of input is `rowCount` vectors of one kind and then `columnCount` of another, a row of output one number for
/// each pair, row by row. `O(rows * (rowCount + columnCount) * width^2 + rows * rowCount * columnCount * width)`.
public struct PairLayer: Layer {
  public var inputs: Int { rowCount * first.inputs + columnCount * second.inputs }
  public var outputs: Int { rowCount * columnCount }

  let rowCount: Int
  let columnCount: Int
  let first: Stack
  let second: Stack
  let width: Int
  /// What dot products are divided by.
  let divisor: Float

  /// A layer whose parameters `name.rows.*` and `name.columns.*` are added to `layout`.
  public init(
    _ name: String, rows: Int, rowSize: Int, columns: Int, columnSize: Int, width: Int, divisor: Float = 1,
    activation: Activation = .relu, in layout: inout ParameterLayout
  ) {
    (rowCount, columnCount, self.width, self.divisor) = (rows, columns, width, divisor)
    first = Stack.perceptron(
      name + ".rows", inputs: rowSize, hidden: [width], outputs: width, activation: activation, lastGain: 1,
      in: &layout)
    second = Stack.perceptron(
      name + ".columns", inputs: columnSize, hidden: [width], outputs: width, activation: activation,
      lastGain: 1, in: &layout)
  }

  /// One of the two sets on the tape: inputs, embeddings, the gradients by both, the perceptron's tape.
  private struct Part {
    let input, output, byInput, byOutput, tape, end: Int

    init(from start: Int, _ stack: Stack, vectors: Int) {
      input = start
      output = input + vectors * stack.inputs
      byInput = output + vectors * stack.outputs
      byOutput = byInput + vectors * stack.inputs
      tape = byOutput + vectors * stack.outputs
      end = tape + stack.tapeCount(rows: vectors)
    }
  }

  private func parts(_ rows: Int) -> (Part, Part) {
    let one = Part(from: 0, first, vectors: rows * rowCount)
    return (one, Part(from: one.end, second, vectors: rows * columnCount))
  }

  public func tapeCount(rows: Int) -> Int { parts(rows).1.end }

  public func initialise(_ parameters: UnsafeMutablePointer<Float>, _ random: inout Random) {
    first.initialise(parameters, &random)
    second.initialise(parameters, &random)
  }

  public func forward(
    _ parameters: UnsafePointer<Float>, input: UnsafePointer<Float>, rows: Int,
    output: UnsafeMutablePointer<Float>, tape: UnsafeMutablePointer<Float>
  ) {
    let (one, two) = parts(rows)
    let (rowNumbers, columnNumbers) = (rowCount * first.inputs, columnCount * second.inputs)
    for row in 0..<rows {
      let own = input + row * inputs
      (tape + one.input + row * rowNumbers).update(from: own, count: rowNumbers)
      (tape + two.input + row * columnNumbers).update(from: own + rowNumbers, count: columnNumbers)
    }
    first.forward(
      parameters, input: tape + one.input, rows: rows * rowCount, output: tape + one.output,
      tape: tape + one.tape)
    second.forward(
      parameters, input: tape + two.input, rows: rows * columnCount, output: tape + two.output,
      tape: tape + two.tape)
    for row in 0..<rows {
      for a in 0..<rowCount {
        for b in 0..<columnCount {
          output[(row * rowCount + a) * columnCount + b] =
            Lanes.dot(
              tape + one.output + (row * rowCount + a) * width,
              tape + two.output + (row * columnCount + b) * width, count: width) / divisor
        }
      }
    }
  }

  public func backward(
    _ parameters: UnsafePointer<Float>, gradients: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>,
    output: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, rows: Int,
    inputGradient: UnsafeMutablePointer<Float>?, tape: UnsafeMutablePointer<Float>
  ) {
    let (one, two) = parts(rows)
    (tape + one.byOutput).update(repeating: 0, count: rows * rowCount * width)
    (tape + two.byOutput).update(repeating: 0, count: rows * columnCount * width)
    for row in 0..<rows {
      for a in 0..<rowCount {
        for b in 0..<columnCount {
          let slope = outputGradient[(row * rowCount + a) * columnCount + b] / divisor
          let (x, y) = ((row * rowCount + a) * width, (row * columnCount + b) * width)
          Lanes.axpy(slope, tape + two.output + y, tape + one.byOutput + x, count: width)
          Lanes.axpy(slope, tape + one.output + x, tape + two.byOutput + y, count: width)
        }
      }
    }
    first.backward(
      parameters, gradients: gradients, input: tape + one.input, output: tape + one.output,
      outputGradient: tape + one.byOutput, rows: rows * rowCount, inputGradient: tape + one.byInput,
      tape: tape + one.tape)
    second.backward(
      parameters, gradients: gradients, input: tape + two.input, output: tape + two.output,
      outputGradient: tape + two.byOutput, rows: rows * columnCount, inputGradient: tape + two.byInput,
      tape: tape + two.tape)
    guard let inputGradient else { return }
    let (rowNumbers, columnNumbers) = (rowCount * first.inputs, columnCount * second.inputs)
    for row in 0..<rows {
      let own = inputGradient + row * inputs
      own.update(from: tape + one.byInput + row * rowNumbers, count: rowNumbers)
      (own + rowNumbers).update(from: tape + two.byInput + row * columnNumbers, count: columnNumbers)
    }
  }
}
