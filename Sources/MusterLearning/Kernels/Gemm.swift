/// A product of two matrices in single precision: C(m, n) = start + sum over k of A(m, k) B(k, n).
///
/// B and C are row-major with contiguous rows; A is reached by two strides, so that it may stand for a transpose.
/// The axpy form in register tiles of four rows and sixteen columns: no reassociation is needed, so every build
/// gives the same bits. The sum over k runs in order, whatever the tile. `O(m n k)`.
enum Gemm {
  /// What the sums begin with.
  enum Start {
    case zero
    /// What C holds.
    case current
    /// One number for each column.
    case row(UnsafePointer<Float>)
  }

  /// The matrix on the left: element (m, k) is at `base[m * rowStride + k * stepStride]`.
  struct Left {
    let base: UnsafePointer<Float>
    let rowStride: Int
    let stepStride: Int
  }

  static func multiply(
    rows m: Int, columns n: Int, steps k: Int, _ a: Left, _ b: UnsafePointer<Float>, bStride: Int,
    start: Start, _ c: UnsafeMutablePointer<Float>, cStride: Int
  ) {
    prepare(rows: m, columns: n, start: start, c, cStride: cStride)
    var row = 0
    while row + 4 <= m {
      let left = Left(base: a.base + row * a.rowStride, rowStride: a.rowStride, stepStride: a.stepStride)
      let target = c + row * cStride
      var column = 0
      while column + 16 <= n {
        four(SIMD16<Float>.self, left, b + column, bStride, k, target + column, cStride)
        column += 16
      }
      if column + 8 <= n {
        four(SIMD8<Float>.self, left, b + column, bStride, k, target + column, cStride)
        column += 8
      }
      if column + 4 <= n {
        four(SIMD4<Float>.self, left, b + column, bStride, k, target + column, cStride)
        column += 4
      }
      while column < n {
        four(left, b + column, bStride, k, target + column, cStride)
        column += 1
      }
      row += 4
    }
    while row < m {
      let left = Left(base: a.base + row * a.rowStride, rowStride: a.rowStride, stepStride: a.stepStride)
      one(left, b, bStride, k, c + row * cStride, n)
      row += 1
    }
  }

  private static func prepare(
    rows: Int, columns: Int, start: Start, _ c: UnsafeMutablePointer<Float>, cStride: Int
  ) {
    switch start {
    case .current: return
    case .zero:
      for row in 0..<rows { (c + row * cStride).update(repeating: 0, count: columns) }
    case .row(let values):
      for row in 0..<rows { (c + row * cStride).update(from: values, count: columns) }
    }
  }

  /// Four rows of C, as many columns as a vector has lanes.
  @inline(__always)
  private static func four<V: SIMD>(
    _: V.Type, _ a: Left, _ b: UnsafePointer<Float>, _ bStride: Int, _ steps: Int,
    _ c: UnsafeMutablePointer<Float>, _ cStride: Int
  ) where V.Scalar == Float {
    var c0: V = Lanes.load(c)
    var c1: V = Lanes.load(c + cStride)
    var c2: V = Lanes.load(c + 2 * cStride)
    var c3: V = Lanes.load(c + 3 * cStride)
    var left = a.base
    var right = b
    let (s1, s2, s3) = (a.rowStride, 2 * a.rowStride, 3 * a.rowStride)
    for _ in 0..<steps {
      let row: V = Lanes.load(right)
      c0 += row * left[0]
      c1 += row * left[s1]
      c2 += row * left[s2]
      c3 += row * left[s3]
      left += a.stepStride
      right += bStride
    }
    Lanes.store(c0, c)
    Lanes.store(c1, c + cStride)
    Lanes.store(c2, c + 2 * cStride)
    Lanes.store(c3, c + 3 * cStride)
  }

  /// Four rows of C, one column.
  @inline(__always)
  private static func four(
    _ a: Left, _ b: UnsafePointer<Float>, _ bStride: Int, _ steps: Int, _ c: UnsafeMutablePointer<Float>,
    _ cStride: Int
  ) {
    var (c0, c1, c2, c3) = (c[0], c[cStride], c[2 * cStride], c[3 * cStride])
    var left = a.base
    var right = b
    let (s1, s2, s3) = (a.rowStride, 2 * a.rowStride, 3 * a.rowStride)
    for _ in 0..<steps {
      let number = right[0]
      c0 += number * left[0]
      c1 += number * left[s1]
      c2 += number * left[s2]
      c3 += number * left[s3]
      left += a.stepStride
      right += bStride
    }
    (c[0], c[cStride], c[2 * cStride], c[3 * cStride]) = (c0, c1, c2, c3)
  }

  /// One row of C: 32 columns at a time, so that four independent sums hide the additions' latency.
  @inline(__always)
  private static func one(
    _ a: Left, _ b: UnsafePointer<Float>, _ bStride: Int, _ steps: Int, _ c: UnsafeMutablePointer<Float>,
    _ columns: Int
  ) {
    var column = 0
    while column + 32 <= columns {
      var c0: SIMD8<Float> = Lanes.load(c + column)
      var c1: SIMD8<Float> = Lanes.load(c + column + 8)
      var c2: SIMD8<Float> = Lanes.load(c + column + 16)
      var c3: SIMD8<Float> = Lanes.load(c + column + 24)
      var left = a.base
      var right = b + column
      for _ in 0..<steps {
        let number = left[0]
        c0 += Lanes.load(right) * number
        c1 += Lanes.load(right + 8) * number
        c2 += Lanes.load(right + 16) * number
        c3 += Lanes.load(right + 24) * number
        left += a.stepStride
        right += bStride
      }
      Lanes.store(c0, c + column)
      Lanes.store(c1, c + column + 8)
      Lanes.store(c2, c + column + 16)
      Lanes.store(c3, c + column + 24)
      column += 32
    }
    while column + 8 <= columns {
      var sum: SIMD8<Float> = Lanes.load(c + column)
      var left = a.base
      var right = b + column
      for _ in 0..<steps {
        sum += Lanes.load(right) * left[0]
        left += a.stepStride
        right += bStride
      }
      Lanes.store(sum, c + column)
      column += 8
    }
    while column < columns {
      var sum = c[column]
      for step in 0..<steps { sum += b[step * bStride + column] * a.base[step * a.stepStride] }
      c[column] = sum
      column += 1
    }
  }

  /// Writes the transpose of a row-major matrix of `rows` times `columns`.
  static func transpose(
    _ from: UnsafePointer<Float>, rows: Int, columns: Int, _ to: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rows {
      let source = from + row * columns
      for column in 0..<columns { to[column * rows + row] = source[column] }
    }
  }
}
