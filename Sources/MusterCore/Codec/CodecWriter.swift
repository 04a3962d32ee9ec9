import MusterMath

/// The forms in which the values of the domain are written, beyond those of `ByteWriter` itself.
extension ByteWriter {
  /// A signed number for which "no bound" (`Int64.max`) is the commonest value: that takes one byte, the others
  /// are zigzag varints moved up by one.
  mutating func bound(_ value: Int64) {
    // `.max` frees the place of its own zigzag form, and `.min` keeps its own, so no two values meet.
    if value == .max { return varint(0) }
    let zigzag = UInt64(bitPattern: value &<< 1 ^ value &>> 63)
    varint(zigzag == .max ? .max : zigzag &+ 1)
  }

  /// A number of slots; `Int32.max`, the commonest, as "no bound".
  mutating func slots(_ value: Int32) { bound(value == .max ? .max : Int64(value)) }

  mutating func instant(_ value: Instant) { bound(value.nanoseconds) }

  /// A number with its bytes reversed, as a varint: 0 takes one byte, small whole numbers and halves three, any
  /// other at most ten.
  mutating func number(_ value: Double) { varint(value.bitPattern.byteSwapped) }

  mutating func identifier<ID: Identifier>(_ value: ID) { varint(UInt64(truncatingIfNeeded: value.rawValue)) }

  mutating func bool(_ value: Bool) { byte(value ? 1 : 0) }

  mutating func floats(_ values: [Float]) {
    varint(UInt64(values.count))
    for value in values { float(value) }
  }

  mutating func hashes(_ values: [UInt32]) {
    varint(UInt64(values.count))
    for value in values { varint(UInt64(value)) }
  }

  mutating func identifiers<ID: Identifier>(_ values: [ID]) {
    varint(UInt64(values.count))
    for value in values { identifier(value) }
  }
}
