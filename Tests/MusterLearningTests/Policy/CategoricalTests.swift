import MusterMath
import Testing

@testable import MusterLearning

@Suite struct CategoricalTests {
  @Test func agreesWithSoftmax() {
    let logits: [Float] = [1, -2, 0.5, 30, 29.5, -40, 3, 3, 2, 28]
    var found = [Float](repeating: 0, count: 10)
    let normaliser = Categorical.probabilities(logits, mask: nil, count: 10, &found)
    let expected = Softmax.probabilities(logits.map(Double.init))
    for (a, b) in zip(found, expected) { #expect(abs(Double(a) - b) < 1e-6) }
    #expect(abs(Double(logits[3] - (normaliser ?? 0)) - Portable.log(expected[3])) < 3e-6)
  }

  @Test func whatIsForbiddenIsNeverDrawn() {
    let mask: [UInt8] = [0, 1, 0, 1]
    var found = [Float](repeating: 9, count: 4)
    _ = Categorical.probabilities([50, 0, 50, 1.0986123], mask: mask, count: 4, &found)
    #expect(found[0] == 0 && found[2] == 0)
    #expect(abs(found[1] - 0.25) < 1e-6)
    var random = Random(seed: 1)
    var counts = [0, 0, 0, 0]
    for _ in 0..<4000 { counts[Categorical.sample(found, count: 4, &random)] += 1 }
    #expect(counts[0] == 0 && counts[2] == 0)
    #expect(abs(counts[1] - 1000) < 120)
    #expect(Categorical.best(found, count: 4) == 3)
  }

  @Test func nothingPossibleIsSaid() {
    var found: [Float] = [1, 1]
    #expect(Categorical.probabilities([1, 2], mask: [0, 0], count: 2, &found) == nil)
    #expect(found == [0, 0])
  }
}
