import MusterMath
import Testing

@testable import MusterLearning

@Suite struct GemmTests {
  @Test func turnsAMatrix() {
    for (rows, columns) in [(1, 1), (4, 4), (3, 9), (7, 5), (64, 18), (13, 4)] {
      let from = FloatMemory((0..<(rows * columns)).map { Float($0) })
      let to = FloatMemory(count: rows * columns)
      Gemm.transpose(from.base, rows: rows, columns: columns, to.base)
      let expected = (0..<columns).flatMap { column in
        (0..<rows).map { row in Float(row * columns + column) }
      }
      #expect(to.values == expected)
    }
  }

  /// Of a part of wider matrices, whatever the width: what lies beside it is neither added nor overwritten, and the last
  /// numbers of B are the last that are read.
  @Test(arguments: 1...17) func keepsToItsColumns(columns: Int) {
    var random = Random(seed: 5)
    let (m, k, wide) = (21, 19, 20)
    for isTransposed in [false, true] {
      let a = (0..<(m * k)).map { _ in Float(random.normal()) }
      let b = (0..<(k * wide)).map { _ in Float(random.normal()) }
      let start = (0..<(m * wide)).map { _ in Float(random.normal()) }
      let end = (k - 1) * wide + columns
      var c = start
      a.withUnsafeBufferPointer { a in
        // Not a number right behind the end: whoever uses it is found out.
        var poisoned = Array(b[..<end]) + [Float](repeating: .nan, count: 16)
        c.withUnsafeMutableBufferPointer { c in
          poisoned.withUnsafeMutableBufferPointer { b in
            guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
            let left = Gemm.Left(base: a, rowStride: isTransposed ? 1 : k, stepStride: isTransposed ? m : 1)
            Gemm.multiply(
              rows: m, columns: columns, steps: k, left, b, bStride: wide, start: .current, c, cStride: wide)
          }
        }
      }
      for row in 0..<m {
        for column in 0..<wide {
          // Products in order, one after the other: the same bits.
          var sum = start[row * wide + column]
          if column < columns {
            for step in 0..<k {
              sum += b[step * wide + column] * a[isTransposed ? step * m + row : row * k + step]
            }
          }
          #expect(c[row * wide + column] == sum)
        }
      }
    }
  }

  /// Against sums in Double, at sizes on every side of the tiles; both orders of the left matrix.
  @Test func agreesWithThePlainSum() {
    var random = Random(seed: 3)
    for (m, n, k) in [
      (1, 1, 1), (1, 70, 9), (4, 8, 3), (5, 13, 7), (9, 4, 33), (12, 45, 64), (3, 32, 18), (7, 1, 64),
      (2, 1, 21), (16, 2, 40), (17, 5, 100), (23, 7, 8), (10, 3, 2), (6, 30, 5),
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
