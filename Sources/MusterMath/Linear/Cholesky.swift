/// Cholesky factors of symmetric positive definite matrices, packed (see ``Packed``), in `Double`.
///
/// Source: Golub and Van Loan, Matrix Computations, ch. 4. O(d^3 / 6) multiplications to factor, O(d^3 / 3) more to
/// invert, O(d^2) to solve.
public enum Cholesky {
  /// Puts L with L L^T = A in place of A.
  /// - Returns: false where A is not positive definite as far as the numbers tell; `a` is then of no use.
  public static func factor(_ a: UnsafeMutablePointer<Double>, _ dimension: Int) -> Bool {
    for i in 0..<dimension {
      let row = a + Packed.count(i)
      for j in 0..<i {
        let other = a + Packed.count(j)
        var sum = row[j]
        for k in 0..<j { sum -= row[k] * other[k] }
        row[j] = sum / other[j]
      }
      var square = row[i]
      for k in 0..<i { square -= row[k] * row[k] }
      guard square > 0, square < .infinity else { return false }
      row[i] = square.squareRoot()
    }
    return true
  }

  /// Puts A^-1 in place of L.
  public static func invert(_ l: UnsafeMutablePointer<Double>, _ dimension: Int) {
    // First L^-1, row by row, then the product of its transpose with itself.
    for i in 0..<dimension {
      let row = l + Packed.count(i)
      let inverse = 1 / row[i]
      for j in 0..<i {
        var sum = 0.0
        for k in j..<i { sum += row[k] * l[Packed.count(k) + j] }
        row[j] = -sum * inverse
      }
      row[i] = inverse
    }
    for i in 0..<dimension {
      for j in 0...i {
        var sum = 0.0
        for k in i..<dimension {
          let row = l + Packed.count(k)
          sum += row[i] * row[j]
        }
        l[Packed.count(i) + j] = sum
      }
    }
  }

  /// Puts the solution of A y = x in place of x, A given by its factor.
  public static func solve(
    _ l: UnsafePointer<Double>, _ dimension: Int, _ x: UnsafeMutablePointer<Double>
  ) {
    for i in 0..<dimension {
      let row = l + Packed.count(i)
      var sum = x[i]
      for k in 0..<i { sum -= row[k] * x[k] }
      x[i] = sum / row[i]
    }
    solveTransposed(l, dimension, x)
  }

  /// Puts L^-T x in place of x: standard normal numbers become such with covariance A^-1.
  public static func solveTransposed(
    _ l: UnsafePointer<Double>, _ dimension: Int, _ x: UnsafeMutablePointer<Double>
  ) {
    for i in stride(from: dimension - 1, through: 0, by: -1) {
      let row = l + Packed.count(i)
      x[i] /= row[i]
      let xi = x[i]
      for k in 0..<i { x[k] -= row[k] * xi }
    }
  }
}
