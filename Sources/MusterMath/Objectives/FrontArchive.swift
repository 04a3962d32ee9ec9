/// The outcomes that no other one beats in every objective, and how much space they dominate: what tells whether a new
/// outcome pushes the front out. Two or three objectives, more being better in each.
///
/// A point that adds volume is kept, those that it beats are dropped; once there is no room left, the point whose
/// absence costs the least volume goes. `O(n log n)` a point for two objectives, `O(n^2 log n)` for three, `O(n)` for
/// one that is dominated; with the archive full, `n` times that.
public struct FrontArchive: Sendable, Equatable {
  /// How many points are kept.
  public static let capacity = 64

  public let dimensions: Int
  public let reference: SIMD3<Double>
  public private(set) var points: [SIMD3<Double>] = []
  public private(set) var volume = 0.0

  /// - Parameters:
  ///   - dimensions: 2 or 3; of two, the third number of every point is ignored.
  ///   - reference: a point that is not above it in every objective counts for nothing.
  public init(dimensions: Int, reference: SIMD3<Double>) {
    precondition(dimensions == 2 || dimensions == 3, "a front has two or three dimensions")
    self.dimensions = dimensions
    self.reference = SIMD3(reference.x, reference.y, dimensions == 3 ? reference.z : 0)
  }

  /// Takes a point in, if it adds volume.
  /// - Returns: by how much; 0 for one that adds none.
  public mutating func add(_ point: SIMD3<Double>) -> Double {
    let point = SIMD3(point.x, point.y, dimensions == 3 ? point.z : 1)
    guard all(point .> reference), !points.contains(where: { all($0 .>= point) }) else { return 0 }
    let kept = points.filter { !all(point .>= $0) } + [point]
    let grown = Hypervolume.of(kept, reference: reference)
    let gain = grown - volume
    guard gain > 0 else { return 0 }
    (points, volume) = (kept, grown)
    if points.count > FrontArchive.capacity { dropLeast() }
    return gain
  }

  /// The points of an earlier archive of the same kind, as they were; nil where they are no front.
  public init?(dimensions: Int, reference: SIMD3<Double>, points: [SIMD3<Double>]) {
    self.init(dimensions: dimensions, reference: reference)
    guard points.count <= FrontArchive.capacity else { return nil }
    for point in points {
      guard (0..<3).allSatisfy({ point[$0].isFinite }), add(point) > 0 else { return nil }
    }
    guard self.points == points else { return nil }
  }

  private mutating func dropLeast() {
    var least = (index: 0, volume: -Double.infinity)
    for index in points.indices {
      var others = points
      others.remove(at: index)
      let left = Hypervolume.of(others, reference: reference)
      if left > least.volume { least = (index, left) }
    }
    points.remove(at: least.index)
    volume = least.volume
  }
}
