/// Which containers a cursor is in, innermost last: one bit a level, `JSONScanner.depthLimit` levels.
struct ContainerStack {
  private var bits = SIMD8<UInt64>()
  private(set) var depth: Int

  /// Whether the innermost container is an object.
  private(set) var isInObject = false

  /// A stack whose first `depth` levels belong to the caller.
  init(depth: Int) { self.depth = depth }

  @inline(__always)
  mutating func push(isObject: Bool) {
    let bit = UInt64(1) &<< UInt64(depth & 63)
    if isInObject { bits[depth &>> 6] |= bit } else { bits[depth &>> 6] &= ~bit }
    depth += 1
    isInObject = isObject
  }

  @inline(__always)
  mutating func pop() {
    depth -= 1
    isInObject = bits[depth &>> 6] &>> UInt64(depth & 63) & 1 == 1
  }
}
