/// A sparse vector: places below ``RoutingInput/width`` and the values there. A place may come twice; its
/// values add up.
package struct SparseRow: Sendable, Equatable {
  package private(set) var places: [Int32] = []
  package private(set) var values: [Float] = []

  package init() {}

  package var count: Int { places.count }

  mutating func removeAll() {
    places.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
  }

  mutating func append(_ place: Int, _ value: Float) {
    places.append(Int32(place))
    values.append(value)
  }

  mutating func scale(from start: Int, by factor: Float) {
    for index in start..<values.count { values[index] *= factor }
  }

  /// The inner product with a dense vector that has every place. O(count).
  @inline(__always)
  func dot(_ dense: UnsafePointer<Float>) -> Float {
    var sum: Float = 0
    for index in places.indices { sum += values[index] * dense[Int(places[index])] }
    return sum
  }
}
