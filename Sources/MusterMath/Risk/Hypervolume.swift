/// How much of the space above a reference point a set of outcomes dominates, where more is better everywhere.
public enum Hypervolume {
  /// In two dimensions; points that are not above the reference in both count for nothing. `O(n log n)`.
  public static func of(_ points: [SIMD2<Double>], reference: SIMD2<Double>) -> Double {
    let above = points.filter { $0.x > reference.x && $0.y > reference.y }.sorted { $0.x > $1.x }
    var (area, height) = (0.0, reference.y)
    for point in above where point.y > height {
      area += (point.x - reference.x) * (point.y - height)
      height = point.y
    }
    return area
  }

  /// In three dimensions, slice by slice along the third. `O(n^2 log n)`.
  public static func of(_ points: [SIMD3<Double>], reference: SIMD3<Double>) -> Double {
    let above = points.filter { all($0 .> reference) }.sorted { $0.z > $1.z }
    var volume = 0.0
    var slice: [SIMD2<Double>] = []
    for (index, point) in above.enumerated() {
      slice.append(SIMD2(point.x, point.y))
      let floor = index + 1 < above.count ? above[index + 1].z : reference.z
      guard point.z > floor else { continue }
      volume += of(slice, reference: SIMD2(reference.x, reference.y)) * (point.z - floor)
    }
    return volume
  }
}
