import MusterMath
import Testing

@Suite("LinUCB gives mabwiser's numbers") struct LinUCBGoldenTests {
  /// mabwiser 2.7.4 (fidelity/mabwiser), tests/test_linucb.py, `test_alpha1_expectations`: its history, and what its
  /// LinUCB(alpha=1), whose ridge is 1, expects of the arms 1, 2, 3 in the first and in the last context.
  static let contexts: [[Double]] = [
    [0, 1, 2, 3, 5], [1, 1, 1, 1, 1], [0, 0, 1, 0, 0], [0, 2, 2, 3, 5], [1, 3, 1, 1, 1], [0, 0, 0, 0, 0],
    [0, 1, 4, 3, 5], [0, 1, 2, 4, 5], [1, 2, 1, 1, 3], [0, 2, 1, 0, 0],
  ]
  static let arms = [1, 1, 1, 2, 2, 3, 3, 3, 3, 3]
  static let rewards: [Double] = [0, 0, 1, 0, 0, 0, 0, 1, 1, 1]
  static let questions: [[Double]] = [[0, 1, 2, 3, 5], [1, 1, 1, 1, 1]]
  static let expectations = [
    [0.9790312458954391, 1.1617706239438832, 1.4247056229871702],
    [0.8896475809353053, 0.923364043088837, 1.457085577251709],
  ]

  private func check<S: LinearScalar>(_: S.Type, within tolerance: Double) {
    var bank = RidgeBank<S>(dimension: 5, ridge: 1)
    for _ in 0..<3 { bank.append() }
    for ((x, arm), reward) in zip(zip(Self.contexts, Self.arms), Self.rewards) {
      x.map { S($0) }.withUnsafeBufferPointer { _ = bank.add($0, reward: reward, to: arm - 1) }
    }
    for (x, expected) in zip(Self.questions, Self.expectations) {
      for arm in 0..<3 {
        let (mean, width) = x.map { S($0) }.withUnsafeBufferPointer { bank.predict(arm, at: $0) }
        #expect((Double(mean + width.squareRoot()) - expected[arm]).magnitude < tolerance)
      }
    }
  }

  @Test("in Double to fourteen digits, in Float to five") func expectations() {
    check(Double.self, within: 1e-13)
    check(Float.self, within: 1e-5)
  }
}
