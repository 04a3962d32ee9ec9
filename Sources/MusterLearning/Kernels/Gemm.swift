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

  /// What sums begin with that begin with zero, for as many columns as there are here.
  private static let zeros = FloatMemory(count: 1024)

  static func multiply(
    rows m: Int, columns n: Int, steps k: Int, _ a: Left, _ b: UnsafePointer<Float>, bStride: Int,
    start: Start, _ c: UnsafeMutablePointer<Float>, cStride: Int
  ) {
    // What the sums begin with: rows that lie `seedStride` apart.
    var (seed, seedStride) = (UnsafePointer(c), cStride)
    switch start {
    case .current: break
    case .zero where n <= zeros.count: (seed, seedStride) = (UnsafePointer(zeros.base), 0)
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
    if n < 8, m >= 16, k > n, a.rowStride == 1 {
      return turned(rows: m, columns: n, steps: k, a, b, bStride, seed, seedStride, c, cStride)
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
      if column < n {
        five(
          left, b + column, bStride, k, first + column, seedStride, target + column, cStride,
          columns: n - column)
      }
      row += 5
    }
    while row < m {
      let left = Left(base: a.base + row * a.rowStride, rowStride: a.rowStride, stepStride: a.stepStride)
      one(left, b, bStride, k, seed + row * seedStride, c + row * cStride, n)
      row += 1
    }
  }

  /// The transpose of C instead, from B's and A's, where C is narrow and A's columns lie side by side: then whole vectors
  /// are loaded. Each sum is the same.
  private static func turned(
    rows m: Int, columns n: Int, steps k: Int, _ a: Left, _ b: UnsafePointer<Float>, _ bStride: Int,
    _ seed: UnsafePointer<Float>, _ seedStride: Int, _ c: UnsafeMutablePointer<Float>, _ cStride: Int
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: m * n) { room in
      guard let sums = room.baseAddress else { return }
      for row in 0..<m {
        for column in 0..<n { sums[column * m + row] = seed[row * seedStride + column] }
      }
      multiply(
        rows: n, columns: m, steps: k, Left(base: b, rowStride: 1, stepStride: bStride), a.base,
        bStride: a.stepStride, start: .current, sums, cStride: m)
      for row in 0..<m {
        for column in 0..<n { c[row * cStride + column] = sums[column * m + row] }
      }
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
      add(row, times: left, stride, &c0, &c1, &c2, &c3, &c4)
      left += a.stepStride
      right += bStride
    }
    Lanes.store(c0, c)
    Lanes.store(c1, c + cStride)
    Lanes.store(c2, c + 2 * cStride)
    Lanes.store(c3, c + 3 * cStride)
    Lanes.store(c4, c + 4 * cStride)
  }

  /// Adds a row of B to five rows of C, times the numbers of a column of A, which lie `stride` apart.
  @inline(__always)
  private static func add<V: SIMD>(
    _ row: V, times left: UnsafePointer<Float>, _ stride: Int, _ c0: inout V, _ c1: inout V, _ c2: inout V,
    _ c3: inout V, _ c4: inout V
  ) where V.Scalar == Float {
    c0 += row * left[0]
    c1 += row * left[stride]
    c2 += row * left[2 * stride]
    c3 += row * left[3 * stride]
    c4 += row * left[4 * stride]
  }

  /// Five rows of C, fewer columns than eight. Rows of B are read as eight numbers where the matrix goes on so far: what
  /// stands in the lanes too many is dropped.
  @inline(__always)
  private static func five(
    _ a: Left, _ b: UnsafePointer<Float>, _ bStride: Int, _ steps: Int, _ seed: UnsafePointer<Float>,
    _ seedStride: Int, _ c: UnsafeMutablePointer<Float>, _ cStride: Int, columns: Int
  ) {
    var c0 = Lanes.load(seed, first: columns)
    var c1 = Lanes.load(seed + seedStride, first: columns)
    var c2 = Lanes.load(seed + 2 * seedStride, first: columns)
    var c3 = Lanes.load(seed + 3 * seedStride, first: columns)
    var c4 = Lanes.load(seed + 4 * seedStride, first: columns)
    var left = a.base
    var right = b
    let stride = a.rowStride
    // The last rows of B have fewer than eight numbers behind their first.
    let whole = max(0, steps - (7 - columns + bStride) / bStride)
    for _ in 0..<whole {
      let row: SIMD8<Float> = Lanes.load(right)
      add(row, times: left, stride, &c0, &c1, &c2, &c3, &c4)
      left += a.stepStride
      right += bStride
    }
    for _ in whole..<steps {
      let row = Lanes.load(right, first: columns)
      add(row, times: left, stride, &c0, &c1, &c2, &c3, &c4)
      left += a.stepStride
      right += bStride
    }
    Lanes.store(c0, first: columns, c)
    Lanes.store(c1, first: columns, c + cStride)
    Lanes.store(c2, first: columns, c + 2 * cStride)
    Lanes.store(c3, first: columns, c + 3 * cStride)
    Lanes.store(c4, first: columns, c + 4 * cStride)
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
    var row = 0
    while row + 4 <= rows {
      let source = from + row * columns
      var column = 0
      while column + 4 <= columns {
        let a: SIMD4<Float> = Lanes.load(source + column)
        let b: SIMD4<Float> = Lanes.load(source + columns + column)
        let c: SIMD4<Float> = Lanes.load(source + 2 * columns + column)
        let d: SIMD4<Float> = Lanes.load(source + 3 * columns + column)
        let target = to + column * rows + row
        Lanes.store(SIMD4(a.x, b.x, c.x, d.x), target)
        Lanes.store(SIMD4(a.y, b.y, c.y, d.y), target + rows)
        Lanes.store(SIMD4(a.z, b.z, c.z, d.z), target + 2 * rows)
        Lanes.store(SIMD4(a.w, b.w, c.w, d.w), target + 3 * rows)
        column += 4
      }
      while column < columns {
        for next in 0..<4 { to[column * rows + row + next] = source[next * columns + column] }
        column += 1
      }
      row += 4
    }
    while row < rows {
      for column in 0..<columns { to[column * rows + row] = from[row * columns + column] }
      row += 1
    }
  }
}
