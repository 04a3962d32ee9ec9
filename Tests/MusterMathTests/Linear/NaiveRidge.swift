import MusterMath

/// Ridge regression as it is defined, all sums and the solution computed anew: what the fast one is held against.
struct NaiveRidge {
  let dimension: Int
  let ridge: Double
  private(set) var matrix: [[Double]]
  private(set) var moment: [Double]

  init(dimension: Int, ridge: Double) {
    self.dimension = dimension
    self.ridge = ridge
    matrix = (0..<dimension).map { i in (0..<dimension).map { $0 == i ? ridge : 0 } }
    moment = Array(repeating: 0, count: dimension)
  }

  mutating func add(_ x: [Double], reward: Double, weight: Double = 1) {
    for i in 0..<dimension {
      moment[i] += weight * reward * x[i]
      for j in 0..<dimension { matrix[i][j] += weight * x[i] * x[j] }
    }
  }

  /// Discounts the sums; the ridge that is left is given.
  mutating func decay(by factor: Double, ridgeBefore: Double, ridgeAfter: Double) {
    for i in 0..<dimension {
      moment[i] *= factor
      for j in 0..<dimension { matrix[i][j] *= factor }
      matrix[i][i] += ridgeAfter - factor * ridgeBefore
    }
  }

  /// The solution of A y = v by Gauss's elimination with pivots.
  func solve(_ v: [Double]) -> [Double] {
    var a = matrix
    var y = v
    for column in 0..<dimension {
      let pivot = (column..<dimension).max { a[$0][column].magnitude < a[$1][column].magnitude } ?? column
      a.swapAt(column, pivot)
      y.swapAt(column, pivot)
      for row in column + 1..<max(dimension, column + 1) {
        let factor = a[row][column] / a[column][column]
        for k in column..<dimension { a[row][k] -= factor * a[column][k] }
        y[row] -= factor * y[column]
      }
    }
    for row in (0..<dimension).reversed() {
      for k in row + 1..<max(dimension, row + 1) { y[row] -= a[row][k] * y[k] }
      y[row] /= a[row][row]
    }
    return y
  }

  func mean(_ x: [Double]) -> Double { zip(solve(moment), x).reduce(0) { $0 + $1.0 * $1.1 } }
  func width(_ x: [Double]) -> Double { zip(solve(x), x).reduce(0) { $0 + $1.0 * $1.1 } }
}
