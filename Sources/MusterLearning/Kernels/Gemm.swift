/// A product of two matrices in single precision: C(m, n) = start + sum over k of A(m, k) B(k, n).
///
/// B and C are row-major with contiguous rows; A is reached by two strides, so that it may stand for a transpose.
/// The axpy form in register tiles of five rows and sixteen columns: no reassociation is needed, so every build
/// gives the same bits. The sum over k runs in order, whatever the tile; only for a single column, such as a value, by
/// eight partial sums, in the same order on every build. `O(m n k)`.
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
    // What the sums begin with: rows that lie `seedStride` apart.
    var (seed, seedStride) = (UnsafePointer(c), cStride)
    switch start {
    case .current: break
    case .zero: for row in 0..<m { (c + row * cStride).update(repeating: 0, count: n) }
    case .row(let values): (seed, seedStride) = (values, 0)
    }
    if n == 1 && bStride == 1 && a.stepStride == 1 {
      for row in 0..<m {
        let sum = Lanes.dot(a.base + row * a.rowStride, b, count: k)
        c[row * cStride] = seed[row * seedStride] + sum
      }
      return
    }
    var row = 0
    while row + 5 <= m {
      let left = Left(base: a.base + row * a.rowStride, rowStride: a.rowStride, stepStride: a.stepStride)
      let (target, first) = (c + row * cStride, seed + row * seedStride)
      var column = 0
      while column + 16 <= n {
        five(
          SIMD16<Float>.self, left, b + column, bStride, k, first + column, seedStride, target + column,
          cStride)
        column += 16
      }
      if column + 8 <= n {
        five(
          SIMD8<Float>.self, left, b + column, bStride, k, first + column, seedStride, target + column,
          cStride)
        column += 8
      }
      if column + 4 <= n {
        five(
          SIMD4<Float>.self, left, b + column, bStride, k, first + column, seedStride, target + column,
          cStride)
        column += 4
      }
      while column < n {
        five(left, b + column, bStride, k, first + column, seedStride, target + column, cStride)
        column += 1
      }
      row += 5
    }
    while row < m {
      let left = Left(base: a.base + row * a.rowStride, rowStride: a.rowStride, stepStride: a.stepStride)
      one(left, b, bStride, k, seed + row * seedStride, c + row * cStride, n)
      row += 1
    }
  }

  /// Five rows of C, as many columns as a vector has lanes.
  @inline(__always)
  private static func five<V: SIMD>(
    _: V.Type, _ a: Left, _ b: UnsafePointer<Float>, _ bStride: Int, _ steps: Int,
    _ seed: UnsafePointer<Float>, _ seedStride: Int, _ c: UnsafeMutablePointer<Float>, _ cStride: Int
  ) where V.Scalar == Float {
    var c0: V = Lanes.load(seed)
    var c1: V = Lanes.load(seed + seedStride)
    var c2: V = Lanes.load(seed + 2 * seedStride)
    var c3: V = Lanes.load(seed + 3 * seedStride)
    var c4: V = Lanes.load(seed + 4 * seedStride)
    var left = a.base
    var right = b
    let stride = a.rowStride
    for _ in 0..<steps {
      let row: V = Lanes.load(right)
      c0 += row * left[0]
      c1 += row * left[stride]
      c2 += row * left[2 * stride]
      c3 += row * left[3 * stride]
      c4 += row * left[4 * stride]
      left += a.stepStride
      right += bStride
    }
    Lanes.store(c0, c)
    Lanes.store(c1, c + cStride)
    Lanes.store(c2, c + 2 * cStride)
    Lanes.store(c3, c + 3 * cStride)
    Lanes.store(c4, c + 4 * cStride)
  }

  /// Five rows of C, one column.
  @inline(__always)
  private static func five(
    _ a: Left, _ b: UnsafePointer<Float>, _ bStride: Int, _ steps: Int, _ seed: UnsafePointer<Float>,
    _ seedStride: Int, _ c: UnsafeMutablePointer<Float>, _ cStride: Int
  ) {
    var (c0, c1, c2) = (seed[0], seed[seedStride], seed[2 * seedStride])
    var (c3, c4) = (seed[3 * seedStride], seed[4 * seedStride])
    var left = a.base
    var right = b
    let stride = a.rowStride
    for _ in 0..<steps {
      let number = right[0]
      c0 += number * left[0]
      c1 += number * left[stride]
      c2 += number * left[2 * stride]
      c3 += number * left[3 * stride]
      c4 += number * left[4 * stride]
      left += a.stepStride
      right += bStride
    }
    (c[0], c[cStride], c[2 * cStride]) = (c0, c1, c2)
    (c[3 * cStride], c[4 * cStride]) = (c3, c4)
  }

  /// One row of C: 32 columns at a time, so that four independent sums hide the additions' latency.
  @inline(__always)
  private static func one(
    _ a: Left, _ b: UnsafePointer<Float>, _ bStride: Int, _ steps: Int, _ seed: UnsafePointer<Float>,
    _ c: UnsafeMutablePointer<Float>, _ columns: Int
  ) {
    var column = 0
    while column + 32 <= columns {
      var c0: SIMD8<Float> = Lanes.load(seed + column)
      var c1: SIMD8<Float> = Lanes.load(seed + column + 8)
      var c2: SIMD8<Float> = Lanes.load(seed + column + 16)
      var c3: SIMD8<Float> = Lanes.load(seed + column + 24)
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
      var sum: SIMD8<Float> = Lanes.load(seed + column)
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
      var sum = seed[column]
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
