/// Writes numbers one after the other, cut to -10...10.
package struct ObservationPen {
  package var at: UnsafeMutablePointer<Float>

  package init(at: UnsafeMutablePointer<Float>) { self.at = at }

  @inline(__always)
  package mutating func write(_ number: Double) {
    at.pointee = Float(min(max(number, -10), 10))
    at += 1
  }

  package mutating func write(_ flag: Bool) { write(flag ? 1 : 0) }

  /// Leaves so many numbers as they are.
  package mutating func skip(_ count: Int) { at += count }
}
