import MusterMath
import Testing

@testable import MusterLearning

@Suite struct CandidateScorerTests {
  /// One candidate at a time, blocks on one thread and on several: every score has the same bits.
  @Test(arguments: [1, 39, 40, 41, 203]) func threadsAndBlocksDoNotMatter(count: Int) {
    var layout = ParameterLayout()
    let policy = Stack.perceptron(
      "policy", inputs: 7, hidden: [19, 33], outputs: 1, activation: .tanh, lastGain: 1, in: &layout)
    var random = Random(seed: 2)
    let parameters = FloatMemory(count: layout.count)
    policy.initialise(parameters.base, &random)
    let features = FloatMemory((0..<(count * 7)).map { _ in Float(random.normal()) })
    let tape = FloatMemory(count: policy.tapeCount(rows: 1))
    let expected = FloatMemory(count: count)
    for row in 0..<count {
      policy.forward(
        parameters.base, input: features.base + 7 * row, rows: 1, output: expected.base + row,
        tape: tape.base)
    }
    for threads in 1...3 {
      let found = FloatMemory(count: count)
      CandidateScorer(policy, threads: threads)
        .score(parameters.base, features.base, count: count, into: found.base)
      #expect(found.values == expected.values)
    }
    let best = CandidateScorer.best(expected.base, count: count)
    #expect(expected.values.allSatisfy { $0 <= expected.base[best] })
  }
}
