import MusterMath

/// A `ByteReader` that says which part of a record it was reading when it failed.
///
/// Every value has one accepted encoding, and no count is believed before it is checked against what is left.
struct CodecReader {
  private var bytes: ByteReader

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = ByteReader(bytes) }

  var offset: Int { bytes.offset }

  func expectEnd(_ part: StaticString) throws(CodecError) {
    do { try bytes.expectEnd() } catch { throw CodecError(error, part: part) }
  }

  mutating func byte(_ part: StaticString) throws(CodecError) -> UInt8 {
    do { return try bytes.byte() } catch { throw CodecError(error, part: part) }
  }

  mutating func fixed32(_ part: StaticString) throws(CodecError) -> UInt32 {
    do { return try bytes.fixed32() } catch { throw CodecError(error, part: part) }
  }

  mutating func fixed64(_ part: StaticString) throws(CodecError) -> UInt64 {
    do { return try bytes.fixed64() } catch { throw CodecError(error, part: part) }
  }

  mutating func varint(_ part: StaticString) throws(CodecError) -> UInt64 {
    do { return try bytes.varint() } catch { throw CodecError(error, part: part) }
  }

  mutating func zigzag(_ part: StaticString) throws(CodecError) -> Int64 {
    do { return try bytes.zigzag() } catch { throw CodecError(error, part: part) }
  }

  /// A varint that fits into a narrower type.
  mutating func unsigned<T: UnsignedInteger & FixedWidthInteger>(_ part: StaticString) throws(CodecError) -> T
  {
    let at = offset
    let value = try varint(part)
    guard let narrow = T(exactly: value) else {
      throw CodecError(offset: at, found: "\(value)", expected: "\(part), at most \(T.max)")
    }
    return narrow
  }

  /// A zigzag varint that fits into a narrower type.
  mutating func signed<T: SignedInteger & FixedWidthInteger>(_ part: StaticString) throws(CodecError) -> T {
    let at = offset
    let value = try zigzag(part)
    guard let narrow = T(exactly: value) else {
      throw CodecError(offset: at, found: "\(value)", expected: "\(part), \(T.min)...\(T.max)")
    }
    return narrow
  }

  mutating func identifier<ID: Identifier>(_ part: StaticString) throws(CodecError) -> ID
  where ID.RawValue: UnsignedInteger {
    ID(try unsigned(part))
  }

  /// What `ByteWriter.bound` wrote.
  mutating func bound(_ part: StaticString) throws(CodecError) -> Int64 {
    let value = try varint(part)
    switch value {
    case 0: return .max
    case .max: return .min
    default:
      let zigzag = value &- 1
      return Int64(bitPattern: zigzag &>> 1 ^ (0 &- (zigzag & 1)))
    }
  }

  mutating func instant(_ part: StaticString) throws(CodecError) -> Instant { Instant(try bound(part)) }

  /// What `ByteWriter.number` wrote.
  mutating func number(_ part: StaticString) throws(CodecError) -> Double {
    Double(bitPattern: try varint(part).byteSwapped)
  }

  mutating func float(_ part: StaticString) throws(CodecError) -> Float {
    do { return try bytes.float() } catch { throw CodecError(error, part: part) }
  }

  mutating func string(_ part: StaticString) throws(CodecError) -> String {
    do { return try bytes.string() } catch { throw CodecError(error, part: part) }
  }

  mutating func bytes(_ part: StaticString) throws(CodecError) -> [UInt8] {
    do { return try bytes.bytes() } catch { throw CodecError(error, part: part) }
  }

  /// How many elements follow, each of at least `bytesEach` bytes.
  mutating func count(bytesEach: Int = 1, _ part: StaticString) throws(CodecError) -> Int {
    do { return try bytes.count(bytesEach: bytesEach) } catch { throw CodecError(error, part: part) }
  }

  /// What `ByteWriter.hashes` wrote. There is at least one: none would be the same value in two encodings.
  mutating func hashes(_ part: StaticString, atMost limit: Int) throws(CodecError) -> [UInt32] {
    let at = offset
    let count = try count(part)
    guard (1...limit).contains(count) else {
      throw CodecError(offset: at, found: "\(count)", expected: "a number of \(part)s, 1...\(limit)")
    }
    var hashes: [UInt32] = []
    hashes.reserveCapacity(count)
    for _ in 0..<count { hashes.append(try unsigned(part)) }
    return hashes
  }

  mutating func bool(_ part: StaticString) throws(CodecError) -> Bool {
    let at = offset
    let value = try byte(part)
    guard value <= 1 else { throw CodecError(offset: at, found: "\(value)", expected: "\(part), 0 or 1") }
    return value == 1
  }

  /// One of the cases of an enumeration, by its raw value.
  mutating func oneOf<E: RawRepresentable & CaseIterable>(_ part: StaticString) throws(CodecError) -> E
  where E.RawValue == UInt8 {
    let at = offset
    let value = try byte(part)
    guard let known = E(rawValue: value) else {
      let values = E.allCases.map { $0.rawValue }
      throw CodecError(
        offset: at, found: "\(value)", expected: "\(part), \(values.min() ?? 0)...\(values.max() ?? 0)")
    }
    return known
  }

  mutating func floats(_ part: StaticString) throws(CodecError) -> [Float] {
    let count = try count(bytesEach: 4, part)
    var values: [Float] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try float(part)) }
    return values
  }

  mutating func identifiers<ID: Identifier>(_ part: StaticString) throws(CodecError) -> [ID]
  where ID.RawValue: UnsignedInteger {
    let count = try count(part)
    var values: [ID] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try identifier(part)) }
    return values
  }
}

extension CodecReader {
  /// A number of slots; `Int32.max`, the commonest, is written as "no bound".
  mutating func slots(_ part: StaticString) throws(CodecError) -> Int32 {
    let at = offset
    let value = try bound(part)
    if value == .max { return .max }
    guard let narrow = Int32(exactly: value), narrow != .max else {
      throw CodecError(offset: at, found: "\(value)", expected: "\(part), \(Int32.min)...\(Int32.max)")
    }
    return narrow
  }
}
