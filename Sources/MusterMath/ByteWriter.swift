/// Builds bytes, piece by piece: the binary form of facts, snapshots and weights.
///
/// Integers are little-endian or LEB128, so the bytes are the same on every host, and each value has exactly one
/// encoding. Amortised `O(1)` a byte.
public struct ByteWriter: Sendable {
  /// What was written so far.
  @inlinable
  public var bytes: [UInt8] { buffer }

  @usableFromInline var buffer: [UInt8]

  /// A writer with nothing written and room for `capacity` bytes.
  @inlinable
  public init(capacity: Int = 0) {
    buffer = []
    buffer.reserveCapacity(capacity)
  }

  /// How many bytes were written.
  @inlinable
  public var count: Int { buffer.count }

  /// Forgets what was written and keeps the memory.
  @inlinable
  public mutating func removeAll() { buffer.removeAll(keepingCapacity: true) }

  /// One byte.
  @inlinable
  public mutating func byte(_ value: UInt8) { buffer.append(value) }

  /// Four bytes, little-endian.
  @inlinable
  public mutating func fixed32(_ value: UInt32) {
    for shift in 0..<4 as Range<UInt32> { buffer.append(UInt8(truncatingIfNeeded: value &>> (8 &* shift))) }
  }

  /// Eight bytes, little-endian.
  @inlinable
  public mutating func fixed64(_ value: UInt64) {
    for shift in 0..<8 as Range<UInt64> { buffer.append(UInt8(truncatingIfNeeded: value &>> (8 &* shift))) }
  }

  /// LEB128: 7 bits a byte, lowest first; 1 to 10 bytes.
  @inlinable
  public mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      buffer.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest &>>= 7
    }
    buffer.append(UInt8(truncatingIfNeeded: rest))
  }

  /// A signed varint, small for small magnitudes of either sign.
  @inlinable
  public mutating func zigzag(_ value: Int64) {
    varint(UInt64(bitPattern: value &<< 1 ^ value &>> 63))
  }

  /// The eight bytes of a number, NaN payloads and signed zeros as they are.
  @inlinable
  public mutating func double(_ value: Double) { fixed64(value.bitPattern) }

  /// The four bytes of a number, NaN payloads and signed zeros as they are.
  @inlinable
  public mutating func float(_ value: Float) { fixed32(value.bitPattern) }

  /// The length of the UTF-8 as a varint, then the UTF-8.
  @inlinable
  public mutating func string(_ value: String) {
    let text = value.utf8
    varint(UInt64(text.count))
    buffer.append(contentsOf: text)
  }

  /// The length as a varint, then the bytes.
  @inlinable
  public mutating func bytes(_ value: [UInt8]) {
    varint(UInt64(value.count))
    buffer.append(contentsOf: value)
  }

  /// The bytes alone, without their length.
  @inlinable
  public mutating func raw(_ value: some Sequence<UInt8>) { buffer.append(contentsOf: value) }
}
