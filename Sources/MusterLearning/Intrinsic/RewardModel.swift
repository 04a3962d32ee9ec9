import MusterMath

/// What annotators say of observations, distilled into a network that answers at once: a score of 0...1.
///
/// It learns by the cross entropy of scores (a share of approval). One thread learns; any number may ask meanwhile
/// nothing is learned, each with a tape of its own.
public final class RewardModel: @unchecked Sendable {
  let network: Network
  private let rate: Float
  private let batch: Int
  var random: Random
  private let input: FloatMemory
  private let output: FloatMemory
  private let byOutput: FloatMemory
  private let tape: FloatMemory
  private let gradients: FloatMemory

  /// For observations of this size.
  public init(observationSize: Int, hidden: [Int] = [64], rate: Float = 1e-3, batch: Int = 64, seed: UInt64) {
    var random = Random(seed: seed, stream: 6)
    var layout = ParameterLayout()
    let stack = Stack.perceptron(
      "reward", inputs: observationSize, hidden: hidden, outputs: 1, activation: .tanh, lastGain: 0.01,
      in: &layout)
    network = Network(stack, layout, epsilon: 1e-5, &random)
    self.rate = rate
    self.batch = batch
    self.random = random
    input = FloatMemory(count: batch * observationSize)
    output = FloatMemory(count: batch)
    byOutput = FloatMemory(count: batch)
    tape = FloatMemory(count: stack.tapeCount(rows: batch))
    gradients = FloatMemory(count: layout.count)
  }

  /// Memory that `score` needs for so many rows.
  func tapeCount(rows: Int) -> Int { network.layer.tapeCount(rows: rows) }

  /// Writes the scores of `rows` observations.
  func score(
    _ observations: UnsafePointer<Float>, rows: Int, into target: UnsafeMutablePointer<Float>,
    tape: UnsafeMutablePointer<Float>
  ) {
    network.layer.forward(
      network.values.base, input: observations, rows: rows, output: target, tape: tape)
    Lanes.map(target, count: rows) { FloatMath.sigmoid($0) }
  }

  /// Takes `steps` steps on batches drawn from what was answered; returns the mean cross entropy of the last one, in
  /// nats, nil where nothing was answered.
  public func learn(_ queue: AnnotationQueue, steps: Int) throws(TrainingError) -> Double? {
    if queue.answered.isEmpty { return nil }
    var loss = 0.0
    let width = network.layer.inputs
    for _ in 0..<steps {
      var goals: [Float] = []
      for row in 0..<batch {
        let (observation, score) = queue.answered[random.below(queue.answered.count)]
        precondition(observation.count == width, "an observation of \(observation.count) numbers")
        for at in 0..<width { input.base[row * width + at] = observation[at] }
        goals.append(score)
      }
      score(input.base, rows: batch, into: output.base, tape: tape.base)
      loss = 0
      for row in 0..<batch {
        let found = Double(min(max(output.base[row], 1e-7), 1 - 1e-7))
        loss -= Double(goals[row]) * Portable.log(found) + (1 - Double(goals[row])) * Portable.log(1 - found)
        // The derivative of the cross entropy by what is before the logistic function.
        byOutput.base[row] = (output.base[row] - goals[row]) / Float(batch)
      }
      gradients.clear()
      network.layer.backward(
        network.values.base, gradients: gradients.base, input: input.base, output: output.base,
        outputGradient: byOutput.base, rows: batch, inputGradient: nil, tape: tape.base)
      _ = try network.step([gradients], rate: rate, clip: 1)
    }
    return loss / Double(batch)
  }
}
