import MusterLearning
import MusterMath
import Testing

@Suite struct LayerTests {
  private func output(_ layer: any Layer, _ parameters: [Float], _ input: [Float], rows: Int) -> [Float] {
    let output = FloatMemory(count: rows * layer.outputs)
    let tape = FloatMemory(count: layer.tapeCount(rows: rows))
    layer.forward(parameters, input: input, rows: rows, output: output.base, tape: tape.base)
    return output.values
  }

  /// Worked by hand.
  @Test func denseByHand() {
    var layout = ParameterLayout()
    let dense = Dense("d", inputs: 2, outputs: 3, activation: .relu, in: &layout)
    #expect(layout.blocks.map(\.name) == ["d.weights", "d.bias"])
    #expect(layout.name(of: 6) == "d.bias")
    let result = output(dense, [1, 2, 3, 4, 5, 6, 1, 0, -100], [1, 1, 2, -1], rows: 2)
    #expect(result == [6, 7, 0, 0, 0, 0])
  }

  /// With r = z = s(0) = 1/2 and n = tanh(0) = 0, the next state is half of the old one.
  @Test func gruOfZerosHalvesTheState() {
    var layout = ParameterLayout()
    let gru = GRU("g", features: 2, hidden: 3, in: &layout)
    let result = output(gru, [Float](repeating: 0, count: layout.count), [5, 7, 1, -2, 4], rows: 1)
    #expect(result == [0.5, -1, 2])
  }

  /// Who is absent changes nobody's output, whatever stands in its place.
  @Test func attentionDoesNotSeeTheAbsent() {
    var layout = ParameterLayout()
    let attention = Attention("a", entities: 3, width: 4, heads: 2, isMasked: true, in: &layout)
    var random = Random(seed: 5)
    let memory = FloatMemory(count: layout.count)
    attention.initialise(memory.base, &random)
    var input = (0..<15).map { _ in Float(random.normal()) }
    input.replaceSubrange(12..<15, with: [1, 0, 1])
    let before = output(attention, memory.values, input, rows: 1)
    for index in 4..<8 { input[index] = 99 }
    let after = output(attention, memory.values, input, rows: 1)
    #expect(before[0..<4] == after[0..<4])
    #expect(before[8..<12] == after[8..<12])
    #expect(!before.contains { !$0.isFinite })
  }

  @Test func monotoneMixesRise() {
    var layout = ParameterLayout()
    let mixer = Hypernetwork(
      "m", context: 2, features: 3, outputs: 1, isMonotone: true, activation: .elu, in: &layout)
    var random = Random(seed: 6)
    let memory = FloatMemory(count: layout.count)
    mixer.initialise(memory.base, &random)
    for _ in 0..<50 {
      var input = (0..<5).map { _ in Float(random.normal()) }
      let low = output(mixer, memory.values, input, rows: 1)[0]
      input[2 + random.below(3)] += 1
      #expect(output(mixer, memory.values, input, rows: 1)[0] >= low)
    }
  }

  /// Rows, or columns where they are fewer, are orthonormal up to single precision.
  @Test(arguments: [(18, 64), (64, 64), (64, 5)]) func orthogonalStart(inputs: Int, outputs: Int) {
    let memory = FloatMemory(count: inputs * outputs)
    var random = Random(seed: 7)
    Initialisation.orthogonal(gain: 2).fill(memory.base, inputs: inputs, outputs: outputs, &random)
    let weights = memory.values
    let (count, length) = (min(inputs, outputs), max(inputs, outputs))
    func element(_ vector: Int, _ at: Int) -> Double {
      Double(weights[inputs <= outputs ? vector * outputs + at : at * outputs + vector])
    }
    var worst = 0.0
    for a in 0..<count {
      for b in 0...a {
        let product = (0..<length).reduce(0.0) { $0 + element(a, $1) * element(b, $1) }
        worst = max(worst, abs(product - (a == b ? 4 : 0)))
      }
    }
    #expect(worst < 4e-6)
  }

  /// Bounds and variance of Glorot and Bengio: 2 / (inputs + outputs).
  @Test func xavierStart() {
    let memory = FloatMemory(count: 100 * 60)
    var random = Random(seed: 8)
    Initialisation.xavier(gain: 1).fill(memory.base, inputs: 100, outputs: 60, &random)
    let moments = RunningMoments(memory.values.map(Double.init))
    #expect(moments.maximum < 0.1937 && moments.minimum > -0.1937)
    #expect(abs(moments.variance / (2 / 160.0) - 1) < 0.05)
  }
}
