/// Ridge regressions, one for each of many arms (or one for all), with what a linear bandit asks of them: the
/// predicted mean `x.theta` and the width `x^T A^-1 x` of the prediction, where A = ridge I + sum x x^T,
/// b = sum r x and theta = A^-1 b.
///
/// The sufficient statistics (the sum of x x^T and b) are kept in `Double`, so that they can be added up, taken back
/// and checked; the inverse and theta, which decisions read, in columns of `Scalar`, the arms one after the other.
/// An update is Sherman and Morrison's (1950), O(d^2); every ``refreshInterval`` updates the inverse of an arm is
/// computed anew from the statistics (Cholesky, O(d^3)), so that rounding cannot build up. A question is O(d^2 / 2)
/// multiplications. Nothing is allocated but for new arms.
///
/// Memory of an arm, in bytes: about (8 + size of Scalar) (d (d + 1) / 2 + d); at d = 32, 6.7 KB in `Float`.
public struct RidgeBank<Scalar: LinearScalar>: Sendable {
  /// The length of x.
  public let dimension: Int
  /// The weight of the prior: lambda, above zero.
  public let ridge: Double
  /// How many updates an inverse may take before it is computed anew.
  public static var refreshInterval: Int32 { 4096 }

  /// The sum of weights of what each arm learned from.
  public var weights: [Double] { masses }
  @usableFromInline var masses: [Double] = []

  // Columns of the arms. What they hold of an arm stands `matrixStride` or `vectorStride` numbers apart.
  @usableFromInline let matrixStride: Int
  @usableFromInline let vectorStride: Int
  /// The ridge that is in each arm's A: `ridge`, or down to half of it after ``decay(_:by:)``.
  @usableFromInline var ridges: [Double] = []
  @usableFromInline var grams: [Double] = []
  @usableFromInline var moments: [Double] = []
  @usableFromInline var inverses: [Scalar] = []
  @usableFromInline var thetas: [Scalar] = []
  @usableFromInline var updates: [Int32] = []
  // Room to work in.
  @usableFromInline var input: [Scalar]
  @usableFromInline var image: [Scalar]
  @usableFromInline var products: [Scalar]
  @usableFromInline var lanes: [Scalar]
  @usableFromInline var wide: [Double]
  @usableFromInline var noise: [Double]

  /// No arms yet.
  /// - Parameters:
  ///   - dimension: at least 1.
  ///   - ridge: above zero and finite.
  @inlinable
  public init(dimension: Int, ridge: Double) {
    precondition(
      dimension > 0 && ridge > 0 && ridge < .infinity, "a ridge regression of one dimension or more")
    self.dimension = dimension
    self.ridge = ridge
    matrixStride = Packed.stride(dimension)
    vectorStride = Packed.padded(dimension)
    input = Array(repeating: 0, count: vectorStride)
    image = Array(repeating: 0, count: vectorStride)
    products = Array(repeating: 0, count: matrixStride)
    lanes = Array(repeating: 0, count: 8 * dimension)
    wide = Array(repeating: 0, count: matrixStride)
    noise = Array(repeating: 0, count: dimension)
  }

  /// What an arm of this dimension takes, in bytes.
  public static func bytesPerArm(dimension: Int) -> Int {
    (MemoryLayout<Double>.size + MemoryLayout<Scalar>.size)
      * (Packed.stride(dimension) + Packed.padded(dimension)) + 2 * MemoryLayout<Double>.size
      + MemoryLayout<Int32>.size
  }

  /// How many arms there are.
  @inlinable public var count: Int { ridges.count }

  /// Adds an arm that knows nothing.
  /// - Returns: its number.
  @inlinable @discardableResult
  public mutating func append() -> Int {
    let arm = count
    ridges.append(ridge)
    masses.append(0)
    updates.append(0)
    grams.append(contentsOf: repeatElement(0, count: matrixStride))
    moments.append(contentsOf: repeatElement(0, count: vectorStride))
    inverses.append(contentsOf: repeatElement(0, count: matrixStride))
    thetas.append(contentsOf: repeatElement(0, count: vectorStride))
    for i in 0..<dimension { inverses[arm * matrixStride + Packed.index(i, i)] = Scalar(1 / ridge) }
    return arm
  }

  /// Makes an arm forget all it learned. O(d^2).
  @inlinable
  public mutating func reset(_ arm: Int) {
    ridges[arm] = ridge
    masses[arm] = 0
    updates[arm] = 0
    for at in arm * matrixStride..<(arm + 1) * matrixStride {
      grams[at] = 0
      inverses[at] = 0
    }
    for at in arm * vectorStride..<(arm + 1) * vectorStride {
      moments[at] = 0
      thetas[at] = 0
    }
    for i in 0..<dimension { inverses[arm * matrixStride + Packed.index(i, i)] = Scalar(1 / ridge) }
  }

  /// The coefficients of an arm.
  public func theta(_ arm: Int) -> [Scalar] {
    Array(thetas[arm * vectorStride..<arm * vectorStride + dimension])
  }

  /// The inverse of an arm's A as it is kept, packed.
  public func inverse(_ arm: Int) -> [Scalar] {
    Array(inverses[arm * matrixStride..<arm * matrixStride + Packed.count(dimension)])
  }

  /// An arm's A, packed: its ridge and the sum of x x^T.
  public func matrix(_ arm: Int) -> [Double] {
    var matrix = Array(grams[arm * matrixStride..<arm * matrixStride + Packed.count(dimension)])
    for i in 0..<dimension { matrix[Packed.index(i, i)] += ridges[arm] }
    return matrix
  }

  /// An arm's b: the sum of r x.
  public func moment(_ arm: Int) -> [Double] {
    Array(moments[arm * vectorStride..<arm * vectorStride + dimension])
  }
}
