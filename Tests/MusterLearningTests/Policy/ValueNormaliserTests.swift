import MusterMath
import Testing

@testable import MusterLearning

@Suite struct ValueNormaliserTests {
  /// The first batch counts in full, and moments beyond it are weighted means.
  @Test func momentsAreThoseOfTheReturns() {
    var normaliser = ValueNormaliser(decay: 0.5)
    normaliser.add([1, 3], count: 2)
    #expect(normaliser.mean == 2 && normaliser.deviation == 1)
    normaliser.add([5, 5], count: 2)
    // Weights 1/3 and 2/3: mean 4, mean square (5 + 50) / 3.
    #expect(abs(normaliser.mean - 4) < 1e-12)
    #expect(abs(normaliser.deviation - (55 / 3.0 - 16).squareRoot()) < 1e-12)
  }

  /// New moments change no prediction.
  @Test func predictionsStay() {
    var layout = ParameterLayout()
    var random = Random(seed: 2)
    let layer = Stack.perceptron(
      "v", inputs: 3, hidden: [8], outputs: 2, activation: .tanh, lastGain: 1, in: &layout)
    let network = Network(layer, layout, epsilon: 1e-5, &random)
    let tape = FloatMemory(count: layer.tapeCount(rows: 1))
    func predict(_ normaliser: ValueNormaliser) -> [Double] {
      var output: [Float] = [0, 0]
      layer.forward(network.values.base, input: [1, -1, 0.5], rows: 1, output: &output, tape: tape.base)
      return output.map { Double($0) * normaliser.deviation + normaliser.mean }
    }
    var normaliser = ValueNormaliser(decay: 0.9)
    normaliser.add([-1, 1, 4], count: 3)
    let (before, old) = (predict(normaliser), normaliser)
    normaliser.add([100, 300, -20], count: 3)
    normaliser.rescale(network, from: old)
    for (a, b) in zip(before, predict(normaliser)) { #expect(abs(a - b) < 1e-4) }
  }
}
