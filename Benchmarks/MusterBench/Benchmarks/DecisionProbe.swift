import MusterLearning
import MusterMath

/// A policy of two hidden layers of 64 that scores every candidate of a decision and takes the best.
enum DecisionProbe {
  static let candidates = 1000
  static let features = 16
  private static let decisions = 3000
  /// Candidates that go through the network together: what lies between its layers then stays in the cache.
  private static let block = 40

  /// Arguments: the function of the hidden layers, `relu` or `tanh`.
  static let probe = Probe("decision") { arguments in
    let functions: [String: Activation] = ["relu": .relu, "tanh": .tanh]
    guard let name = arguments.first, let function = functions[name] else {
      throw BenchError(found: "\(arguments)", expected: "relu or tanh")
    }
    var layout = ParameterLayout()
    let policy = Stack.perceptron(
      "policy", inputs: features, hidden: [64, 64], outputs: 1, activation: function, lastGain: 1, in: &layout
    )
    var random = Random(seed: 1)
    let weights = FloatMemory(count: layout.count)
    policy.initialise(weights.base, &random)
    let input = FloatMemory((0..<(candidates * features)).map { _ in Float(random.normal()) })
    let scores = FloatMemory(count: candidates)
    let tape = FloatMemory(count: policy.tapeCount(rows: block))

    func decide() -> Int {
      for row in stride(from: 0, to: candidates, by: block) {
        policy.forward(
          weights.base, input: input.base + row * features, rows: min(block, candidates - row),
          output: scores.base + row, tape: tape.base)
      }
      var best = 0
      for row in 1..<candidates where scores.base[row] > scores.base[best] { best = row }
      return best
    }

    let expected = decide()
    for _ in 0..<100 { _ = decide() }
    let watch = Stopwatch()
    var same = 0
    for _ in 0..<decisions where decide() == expected { same += 1 }
    var result = Measurement()
    result["nanoseconds"] = 1e9 * watch.seconds / Double(decisions)
    guard same == decisions else { throw BenchError(found: "other choices", expected: "the same each time") }
    result["bytes"] = Double(4 * (weights.count + scores.count + tape.count + input.count))
    return result
  }
}
