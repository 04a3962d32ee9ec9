import MusterLearning
import MusterMath
import Testing

@Suite struct AdamTests {
  /// Against the published algorithm in Double, over 200 steps of noisy gradients; both the vector path and the rest.
  @Test func followsTheAlgorithm() {
    let count = 11
    let values = FloatMemory(count: count)
    let gradients = FloatMemory(count: count)
    var adam = Adam(count: count, epsilon: 1e-8)
    var random = Random(seed: 4)
    var (x, m, v) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count), [0.0])
    v = m
    for step in 1...200 {
      for at in 0..<count {
        gradients.base[at] = Float(random.normal(mean: Double(at), deviation: 1))
        let g = Double(gradients.base[at]) * 0.5
        m[at] = 0.9 * m[at] + 0.1 * g
        v[at] = 0.999 * v[at] + 0.001 * g * g
        let (c1, c2) = (1 - Portable.pow(0.9, Double(step)), 1 - Portable.pow(0.999, Double(step)))
        x[at] -= 0.01 * (m[at] / c1) / ((v[at] / c2).squareRoot() + 1e-8)
      }
      adam.step(values.base, gradients.base, rate: 0.01, scale: 0.5)
    }
    // Values reach 2; each of 200 steps of at most 0.01 is rounded at 1e-7 of itself and of the value.
    for at in 0..<count { #expect(abs(Double(values.base[at]) - x[at]) < 5e-5) }
  }

  @Test func normIsEuclidean() {
    #expect(Adam.norm([3, 0, -4], count: 3) == 5)
  }
}
