import MusterLearning
import MusterMath
import Testing

@Suite struct GradientTests {
  private func check(
    rows: Int = 5, byInput: Bool = true, _ make: (inout ParameterLayout) -> any Layer,
    _ change: (inout GradientCheck) -> Void = { _ in }
  ) {
    var layout = ParameterLayout()
    let layer = make(&layout)
    for seed in 1...3 as ClosedRange<UInt64> {
      var check = GradientCheck(layer, layout, rows: rows, seed: seed)
      change(&check)
      let distance = check.run(byInput: byInput)
      #expect(distance.parameters < GradientCheck.tolerance)
      #expect(distance.input < GradientCheck.tolerance)
    }
  }

  /// Sizes that use every path of the kernels: vectors of eight and four, single columns, odd rows.
  @Test(arguments: [(3, 5), (8, 8), (7, 13), (17, 37)])
  func dense(inputs: Int, outputs: Int) {
    check { Dense("d", inputs: inputs, outputs: outputs, activation: .tanh, in: &$0) }
    check { Dense("d", inputs: inputs, outputs: outputs, in: &$0) }
  }

  /// The function has a kink: biases of 6 keep every sum on one side of it, within the steps too.
  @Test(arguments: [Activation.relu, .elu]) func denseWithKink(activation: Activation) {
    check {
      Dense("d", inputs: 3, outputs: 9, activation: activation, start: .xavier(gain: 0.5), in: &$0)
    } _: {
      for index in 27..<36 { $0.parameters[index] = index % 2 == 0 ? 6 : (activation == .relu ? -6 : -2) }
      for index in $0.input.indices { $0.input[index] = max(-1, min(1, $0.input[index])) * 0.5 }
    }
  }

  @Test func stack() {
    check {
      Stack.perceptron(
        "s", inputs: 4, hidden: [9, 6], outputs: 3, activation: .tanh, lastGain: 1, in: &$0)
    }
    check { layout in
      Stack([
        Dense("a", inputs: 4, outputs: 6, activation: .tanh, in: &layout),
        LayerNorm("b", features: 6, in: &layout), Dense("c", inputs: 6, outputs: 2, in: &layout),
      ])
    }
  }

  /// Rows of about unit variance, so that the formula's own error stays small.
  @Test(arguments: [6, 11]) func layerNorm(features: Int) {
    check { LayerNorm("n", features: features, in: &$0) }
  }

  @Test func gru() {
    check { GRU("g", features: 3, hidden: 5, in: &$0) }
    check(rows: 4) { GRU("g", features: 6, hidden: 9, in: &$0) }
  }

  @Test(arguments: [1, 2]) func attention(heads: Int) {
    check(rows: 3) { Attention("a", entities: 4, width: 6, heads: heads, in: &$0) }
  }

  /// Flags are no numbers to differentiate by: the parameters only.
  @Test func maskedAttention() {
    check(rows: 3, byInput: false) {
      Attention("a", entities: 4, width: 6, heads: 2, isMasked: true, in: &$0)
    } _: { check in
      for row in 0..<3 {
        for entity in 0..<4 { check.input[row * 28 + 24 + entity] = (row + entity) % 3 == 0 ? 0 : 1 }
      }
    }
  }

  @Test func embedding() {
    check(byInput: false) {
      Embedding("e", entries: 4, width: 5, in: &$0)
    } _: {
      $0.input = [0, 3, 1, 3, 9]
    }
  }

  /// The sums are products of two inputs and a weight: inputs of half the size keep the fifth derivative small.
  @Test func hypernetwork() {
    check {
      Hypernetwork("h", context: 3, features: 4, outputs: 5, activation: .tanh, in: &$0)
    } _: {
      for index in $0.input.indices { $0.input[index] *= 0.5 }
    }
  }

  /// |W| has a kink at 0: the context's weights are made small beside biases of 1 in size.
  @Test func monotoneHypernetwork() {
    check {
      Hypernetwork("h", context: 3, features: 2, outputs: 4, isMonotone: true, in: &$0)
    } _: {
      for index in 0..<24 { $0.parameters[index] *= 0.05 }
      for index in 24..<32 { $0.parameters[index] = index % 3 == 0 ? -1 : 1 }
    }
  }

  /// The same care: hypernetwork weights of 1 in size beside small ones by the state.
  @Test func mixers() {
    check(rows: 4) {
      MonotoneMixer("m", state: 2, agents: 3, embedding: 4, in: &$0)
    } _: { check in
      // Weights by the state are at 0..<24 and 48..<56, their biases at 24..<36 and 56..<60.
      for index in check.parameters.indices { check.parameters[index] *= 0.05 }
      for index in 24..<36 { check.parameters[index] = index % 2 == 0 ? 0.6 : -0.6 }
      for index in 56..<60 { check.parameters[index] = index % 2 == 0 ? 0.8 : -0.8 }
      for row in 0..<4 { for agent in 0..<3 { check.input[row * 5 + 2 + agent] = row % 2 == 0 ? 1.5 : -1 } }
    }
    check { _ in SumMixer(state: 2, agents: 3) }
  }

  /// Two groups, one of one agent and one of two that do not stand side by side.
  @Test func roles() {
    check(rows: 3) { layout in
      let layers = [2, 5].map {
        Stack.perceptron(
          "r\($0)", inputs: 3, hidden: [$0], outputs: 2, activation: .tanh, lastGain: 1, in: &layout)
      }
      return RoleLayer(layers, groups: [[1], [0, 2]], agents: 3)
    }
  }
}
