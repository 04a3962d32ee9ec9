/// Memory for values of a plain type, of fixed size; freed with its last user. For sharing between threads the rule
/// of `FloatMemory` holds: disjoint parts.
final class Column<Value: BitwiseCopyable & Sendable>: @unchecked Sendable {
  let count: Int
  let base: UnsafeMutablePointer<Value>

  init(count: Int, of value: Value) {
    self.count = count
    base = .allocate(capacity: max(count, 1))
    base.initialize(repeating: value, count: max(count, 1))
  }

  deinit { base.deallocate() }
}
