import MusterMath
import Testing

@Suite struct SoftmaxTests {
  /// scipy.special.softmax 1.17.1, to the eight digits printed.
  @Test(arguments: [
    (1.0, [0.09003057, 0.24472847, 0.66524096]), (0.5, [0.01587624, 0.11731043, 0.86681333]),
  ])
  func agreesWithScipy(temperature: Double, expected: [Double]) {
    let result = Softmax.probabilities([1, 2, 3], temperature: temperature)
    for (value, golden) in zip(result, expected) { #expect((value - golden).magnitude < 6e-9) }
  }

  /// Only differences count, however large the scores are.
  @Test(arguments: [0.0, 1e6, -1e6, 0x1p60])
  func shiftsDoNotMatter(shift: Double) {
    let step = shift.magnitude > 1e9 ? 256.0 : 1
    let scores = [0.0, 1, 2].map { shift + $0 * step }
    let result = Softmax.probabilities(scores, temperature: step)
    #expect(result == Softmax.probabilities([0, 1, 2]))
  }

  @Test(
    arguments: [
      ([1, 3, 3], 0, [0, 0.5, 0.5]), ([-.infinity, 1, .nan], 1, [0, 1, 0]),
      ([.infinity, 5, .infinity], 1, [0.5, 0, 0.5]), ([-.infinity, .nan], 1, [0, 0]),
      ([1e308, -1e308], 1, [1, 0]), ([.infinity, 5], .infinity, [1, 0]),
      ([1, 2, 9], .infinity, [1.0 / 3, 1.0 / 3, 1.0 / 3]), ([], 1, []),
    ] as [([Double], Double, [Double])])
  func limits(scores: [Double], temperature: Double, expected: [Double]) {
    #expect(Softmax.probabilities(scores, temperature: temperature) == expected)
  }
}
