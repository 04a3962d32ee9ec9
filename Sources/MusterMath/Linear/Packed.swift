/// Symmetric matrices as the rows of their lower triangle, one after the other: entry (i, j), j <= i, stands at
/// i (i + 1) / 2 + j. Half the memory and half the work of a square.
public enum Packed {
  /// How many entries a matrix of this dimension has.
  @inlinable @inline(__always)
  public static func count(_ dimension: Int) -> Int { dimension &* (dimension &+ 1) / 2 }

  /// The same, rounded up to whole vectors of eight: what one matrix of many takes. The rest is zeros.
  @inlinable @inline(__always)
  public static func stride(_ dimension: Int) -> Int { padded(count(dimension)) }

  /// A count rounded up to a multiple of 8.
  @inlinable @inline(__always)
  public static func padded(_ count: Int) -> Int { (count &+ 7) & ~7 }

  /// Where entry (i, j) stands.
  @inlinable @inline(__always)
  public static func index(_ i: Int, _ j: Int) -> Int { i >= j ? count(i) &+ j : count(j) &+ i }

  /// `y = A x`. O(d^2), each entry read once.
  @inlinable
  public static func multiply<S: LinearScalar>(
    _ a: UnsafePointer<S>, _ x: UnsafePointer<S>, _ dimension: Int, into y: UnsafeMutablePointer<S>
  ) {
    var row = a
    for i in 0..<dimension {
      let xi = x[i]
      var sum: S = 0
      for j in 0..<i { sum += row[j] * x[j] }
      for j in 0..<i { y[j] += xi * row[j] }
      y[i] = sum + row[i] * xi
      row += i &+ 1
    }
  }

  /// `A = scale A + weight x x^T`. O(d^2).
  @inlinable
  public static func addOuter<S: LinearScalar>(
    _ a: UnsafeMutablePointer<S>, _ x: UnsafePointer<S>, _ dimension: Int, weight: S
  ) {
    var row = a
    for i in 0..<dimension {
      let scaled = weight * x[i]
      for j in 0...i { row[j] += scaled * x[j] }
      row += i &+ 1
    }
  }

  /// The numbers whose scalar product with the entries of any matrix A is `x^T A x`: squares, and twice the mixed
  /// products. With them the quadratic forms of many matrices at one x are plain scalar products. O(d^2).
  @inlinable
  public static func products<S: LinearScalar>(
    _ x: UnsafePointer<S>, _ dimension: Int, into z: UnsafeMutablePointer<S>
  ) {
    var row = z
    for i in 0..<dimension {
      let double = x[i] + x[i]
      for j in 0..<i { row[j] = double * x[j] }
      row[i] = x[i] * x[i]
      row += i &+ 1
    }
  }
}
