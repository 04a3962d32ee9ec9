import MusterLearning
import MusterMath

/// A policy of two hidden layers of 64 that scores every candidate of a decision and takes the best.
enum DecisionProbe {
  static let candidates = 1000
  static let features = 16
  private static let decisions = 3000

  /// Arguments: the function of the hidden layers, `relu` or `tanh`, and how many threads.
  static let probe = Probe("decision") { arguments in
    let functions: [String: Activation] = ["relu": .relu, "tanh": .tanh]
    guard arguments.count == 2, let function = functions[arguments[0]], let threads = Int(arguments[1]) else {
      throw BenchError(found: "\(arguments)", expected: "relu or tanh, and how many threads")
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
    let scorer = CandidateScorer(policy, threads: threads)

    func decide() -> Int {
      scorer.score(weights.base, input.base, count: candidates, into: scores.base)
      return CandidateScorer.best(scores.base, count: candidates)
    }

    let expected = decide()
    for _ in 0..<100 { _ = decide() }
    let watch = Stopwatch()
    var same = 0
    for _ in 0..<decisions where decide() == expected { same += 1 }
    var result = Measurement()
    result["nanoseconds"] = 1e9 * watch.seconds / Double(decisions)
    guard same == decisions else { throw BenchError(found: "other choices", expected: "the same each time") }
    result["bytes"] = Double(4 * (weights.count + scores.count + scorer.memory + input.count))
    return result
  }
}
