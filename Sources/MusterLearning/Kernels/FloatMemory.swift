/// Memory for numbers: of fixed size, zero at first, aligned to a cache line, freed with its last user.
///
/// Threads may share one piece as long as they write to disjoint parts of it: that is for the caller to see to.
public final class FloatMemory: @unchecked Sendable {
  /// How many numbers it holds.
  public let count: Int
  /// The first number.
  public let base: UnsafeMutablePointer<Float>

  /// Room for `count` zeros.
  public init(count: Int) {
    precondition(count >= 0, "a count is not below zero")
    self.count = count
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: 64)
    base = bytes.bindMemory(to: Float.self, capacity: max(count, 1))
    base.initialize(repeating: 0, count: max(count, 1))
  }

  /// Room for `values`, which are copied.
  public convenience init(_ values: [Float]) {
    self.init(count: values.count)
    for (index, value) in values.enumerated() { base[index] = value }
  }

  deinit { base.deallocate() }

  /// A copy of the numbers.
  public var values: [Float] { Array(UnsafeBufferPointer(start: base, count: count)) }

  /// Sets every number to zero.
  public func clear() { base.update(repeating: 0, count: count) }

  /// Overwrites all numbers; `values` must be as many.
  public func copy(_ values: [Float]) {
    precondition(values.count == count, "\(values.count) numbers for a memory of \(count)")
    for (index, value) in values.enumerated() { base[index] = value }
  }

  /// Overwrites all numbers by those of a memory of the same size.
  public func copy(_ other: FloatMemory) {
    precondition(other.count == count, "\(other.count) numbers for a memory of \(count)")
    base.update(from: other.base, count: count)
  }
}
