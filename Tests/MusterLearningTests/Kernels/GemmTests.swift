import MusterMath
import Testing

@testable import MusterLearning

@Suite struct GemmTests {
  /// Against sums in Double, at sizes on every side of the tiles; both orders of the left matrix.
  @Test func agreesWithThePlainSum() {
    var random = Random(seed: 3)
    for (m, n, k) in [
      (1, 1, 1), (1, 70, 9), (4, 8, 3), (5, 13, 7), (9, 4, 33), (12, 45, 64), (3, 32, 18), (7, 1, 64),
      (2, 1, 21),
    ] {
      let a = FloatMemory((0..<(m * k)).map { _ in Float(random.normal()) })
      let b = FloatMemory((0..<(k * n)).map { _ in Float(random.normal()) })
      let start = FloatMemory((0..<n).map { _ in Float(random.normal()) })
      for isTransposed in [false, true] {
        let c = FloatMemory(count: m * n)
        let left = Gemm.Left(
          base: a.base, rowStride: isTransposed ? 1 : k, stepStride: isTransposed ? m : 1)
        Gemm.multiply(
          rows: m, columns: n, steps: k, left, b.base, bStride: n, start: .row(start.base), c.base,
          cStride: n)
        for row in 0..<m {
          for column in 0..<n {
            var sum = Double(start.base[column])
            for step in 0..<k {
              let element = a.base[isTransposed ? step * m + row : row * k + step]
              sum += Double(element) * Double(b.base[step * n + column])
            }
            #expect(abs(Double(c.base[row * n + column]) - sum) < 2e-5)
          }
        }
      }
    }
  }
}
