/// Reads what `ByteWriter` wrote, from input that may be cut, corrupt or hostile.
///
/// No read passes the end, no length prefix is believed before it is checked against what is left (so a small
/// input never causes a large allocation), and every value has one accepted encoding. A read that throws leaves
/// the position where it was.
public struct ByteReader: Sendable {
  @usableFromInline let input: ArraySlice<UInt8>
  @usableFromInline var position: Int

  /// Reads `bytes` from their start.
  @inlinable
  public init(_ bytes: [UInt8]) { self.init(bytes[...]) }

  /// Reads `bytes` from their start; offsets in errors count from there.
  @inlinable
  public init(_ bytes: ArraySlice<UInt8>) {
    input = bytes
    position = bytes.startIndex
  }

  /// How many bytes were read.
  @inlinable
  public var offset: Int { position - input.startIndex }

  /// How many bytes are left.
  @inlinable
  public var remaining: Int { input.endIndex - position }

  /// Whether everything was read.
  @inlinable
  public var isAtEnd: Bool { position == input.endIndex }

  /// Throws if anything is left.
  @inlinable
  public func expectEnd() throws(ByteError) {
    if !isAtEnd { throw .trailingBytes(at: offset, count: remaining) }
  }

  /// One byte.
  @inlinable
  public mutating func byte() throws(ByteError) -> UInt8 {
    try need(1)
    defer { position += 1 }
    return input[position]
  }

  /// Four bytes, little-endian.
  @inlinable
  public mutating func fixed32() throws(ByteError) -> UInt32 {
    try need(4)
    defer { position += 4 }
    return input.withUnsafeBytes {
      UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
  }

  /// Eight bytes, little-endian.
  @inlinable
  public mutating func fixed64() throws(ByteError) -> UInt64 {
    try need(8)
    defer { position += 8 }
    return input.withUnsafeBytes {
      UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
  }

  /// A LEB128 number of at most 64 bits.
  @inlinable
  public mutating func varint() throws(ByteError) -> UInt64 {
    var value: UInt64 = 0
    var at = position
    var shift: UInt64 = 0
    while true {
      guard at < input.endIndex else { throw .truncated(at: at - input.startIndex, needed: 1) }
      let byte = input[at]
      // The tenth byte holds bit 63 only; a zero last byte means that a shorter form exists.
      if shift == 63 && byte > 1 || shift > 0 && byte == 0 { throw .malformedVarint(at: offset) }
      value |= UInt64(byte & 0x7f) &<< shift
      at += 1
      if byte < 0x80 { break }
      shift += 7
    }
    position = at
    return value
  }

  /// A signed varint.
  @inlinable
  public mutating func zigzag() throws(ByteError) -> Int64 {
    let value = try varint()
    return Int64(bitPattern: value &>> 1 ^ (0 &- (value & 1)))
  }

  /// The bits of a Double.
  @inlinable
  public mutating func double() throws(ByteError) -> Double { Double(bitPattern: try fixed64()) }

  /// The bits of a Float.
  @inlinable
  public mutating func float() throws(ByteError) -> Float { Float(bitPattern: try fixed32()) }

  /// How many elements follow, each of at least `bytesEach` bytes; throws if so many cannot be left. Check
  /// counts with this before reserving room for them.
  @inlinable
  public mutating func count(bytesEach: Int = 1) throws(ByteError) -> Int {
    let start = position
    let value = try varint()
    let (needed, overflow) = value.multipliedReportingOverflow(by: UInt64(max(bytesEach, 1)))
    if overflow || needed > UInt64(remaining) {
      let at = offset
      position = start
      throw .truncated(at: at, needed: overflow ? .max : needed)
    }
    return Int(value)
  }

  /// A length and that much UTF-8.
  public mutating func string() throws(ByteError) -> String {
    let start = position
    let length = try count()
    guard let text = String(validating: input[position..<position + length], as: UTF8.self) else {
      let at = offset
      position = start
      throw .invalidUTF8(at: at)
    }
    position += length
    return text
  }

  /// A length and that many bytes.
  public mutating func bytes() throws(ByteError) -> [UInt8] {
    let length = try count()
    return try raw(length)
  }

  /// The next `count` bytes, which had no length written before them.
  public mutating func raw(_ count: Int) throws(ByteError) -> [UInt8] {
    precondition(count >= 0, "a count is not below zero")
    try need(count)
    defer { position += count }
    return Array(input[position..<position + count])
  }

  @inlinable @inline(__always)
  func need(_ count: Int) throws(ByteError) {
    if remaining < count { throw .truncated(at: offset, needed: UInt64(count)) }
  }
}
