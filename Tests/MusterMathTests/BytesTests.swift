import MusterMath
import Testing

@Suite struct BytesTests {
  @Test func everyKindComesBack() throws {
    for seed in 0..<200 as Range<UInt64> {
      var random = Random(seed: 71, stream: seed)
      let kinds = (0..<40).map { _ in random.below(9) }
      let values = kinds.map { _ in random.next() >> UInt64(random.below(64)) }
      var writer = ByteWriter(capacity: 64)
      for (kind, value) in zip(kinds, values) { write(kind, value, to: &writer) }
      var reader = ByteReader(writer.bytes)
      for (kind, value) in zip(kinds, values) { try check(kind, value, from: &reader) }
      try reader.expectEnd()
      #expect(reader.isAtEnd && reader.offset == writer.count && reader.remaining == 0)
    }
  }

  /// Any cut is noticed: no prefix of a message reads as the whole.
  @Test func everyCutIsTruncated() throws {
    var writer = ByteWriter()
    for kind in 0..<9 { write(kind, 0x1234_5678_9abc, to: &writer) }
    for length in 0..<writer.count {
      let cut = writer.bytes[..<length]
      var isTruncated = false
      do throws(ByteError) {
        var reader = ByteReader(cut)
        for kind in 0..<9 { try check(kind, 0x1234_5678_9abc, from: &reader) }
      } catch {
        if case .truncated(let at, let needed) = error { isTruncated = at <= length && needed > 0 }
      }
      #expect(isTruncated, "cut at \(length)")
    }
  }

  /// The layout itself, by the published examples: LEB128 (DWARF 5, figure 35) and protobuf's zigzag.
  @Test func layoutIsAsDocumented() {
    func bytes(_ body: (inout ByteWriter) -> Void) -> [UInt8] {
      var writer = ByteWriter()
      body(&writer)
      return writer.bytes
    }
    #expect(bytes { $0.varint(2) } == [2])
    #expect(bytes { $0.varint(127) } == [127])
    #expect(bytes { $0.varint(128) } == [0x80, 1])
    #expect(bytes { $0.varint(12857) } == [57 + 0x80, 100])
    #expect(bytes { $0.varint(.max) } == [UInt8](repeating: 0xff, count: 9) + [1])
    #expect(bytes { $0.zigzag(0) } == [0])
    #expect(bytes { $0.zigzag(-1) } == [1])
    #expect(bytes { $0.zigzag(1) } == [2])
    #expect(bytes { $0.zigzag(.max) } == [0xfe] + [UInt8](repeating: 0xff, count: 8) + [1])
    #expect(bytes { $0.fixed32(0x0102_0304) } == [4, 3, 2, 1])
    #expect(bytes { $0.fixed64(1 << 56) } == [0, 0, 0, 0, 0, 0, 0, 1])
    #expect(bytes { $0.double(1) } == [0, 0, 0, 0, 0, 0, 0xf0, 0x3f])
    #expect(bytes { $0.float(-2) } == [0, 0, 0, 0xc0])
    #expect(bytes { $0.string("é") } == [2, 0xc3, 0xa9])
    #expect(bytes { $0.bytes([9, 8]) } == [2, 9, 8])
    #expect(bytes { $0.raw([9, 8]) } == [9, 8])
  }

  @Test(arguments: [Int64.min, .min + 1, -129, -128, -1, 0, 1, 63, 64, .max])
  func zigzagComesBack(value: Int64) throws {
    var writer = ByteWriter()
    writer.zigzag(value)
    var reader = ByteReader(writer.bytes)
    let read = try reader.zigzag()
    #expect(read == value)
  }

  /// A value has one encoding: longer forms and values past 64 bits are refused, and the position stays.
  @Test(
    arguments: [
      [0x80, 0], [0xff, 0x80, 0], [UInt8](repeating: 0xff, count: 9) + [2],
      [UInt8](repeating: 0x80, count: 10) + [1], [UInt8](repeating: 0xff, count: 64),
    ] as [[UInt8]])
  func oddVarintsAreRefused(bytes: [UInt8]) throws {
    var reader = ByteReader([7] + bytes)
    let first = try reader.byte()
    #expect(first == 7)
    #expect(throws: ByteError.malformedVarint(at: 1)) { try reader.varint() }
    #expect(reader.offset == 1)
  }

  /// A length that the input cannot hold throws at once, whatever it claims.
  @Test(arguments: [4, 1 << 31, 1 << 62, 1 << 63, .max] as [UInt64])
  func lyingLengthsAllocateNothing(length: UInt64) {
    var writer = ByteWriter()
    writer.varint(length)
    let prefix = writer.count
    writer.raw([1, 2, 3])
    var reader = ByteReader(writer.bytes)
    let error = ByteError.truncated(at: prefix, needed: length)
    #expect(throws: error) { try reader.string() }
    #expect(throws: error) { try reader.bytes() }
    #expect(throws: error) { try reader.count() }
    #expect(reader.offset == 0)
    #expect(throws: ByteError.self) { try reader.count(bytesEach: 1 << 40) }
    #expect(throws: ByteError.truncated(at: 0, needed: 99)) { try reader.raw(99) }
  }

  @Test(
    arguments: [[0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80]] as [[UInt8]])
  func badTextIsRefused(text: [UInt8]) {
    var writer = ByteWriter()
    writer.bytes(text)
    var reader = ByteReader(writer.bytes)
    #expect(throws: ByteError.invalidUTF8(at: 1)) { try reader.string() }
    #expect(reader.offset == 0)
  }

  @Test func leftoversAreRefused() {
    let reader = ByteReader([1, 2, 3, 4][1...2])
    #expect(throws: ByteError.trailingBytes(at: 0, count: 2)) { try reader.expectEnd() }
  }

  /// Offsets count from the start of a slice, not of the array under it.
  @Test func slicesReadFromTheirStart() throws {
    var reader = ByteReader([9, 9, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 9][2..<14])
    let words = (try reader.fixed32(), try reader.fixed64())
    #expect(words == (1, 2))
    #expect(throws: ByteError.truncated(at: 12, needed: 1)) { try reader.byte() }
  }

  /// Random bytes may be refused but never trap or read past the end.
  @Test func noiseNeverTraps() {
    var random = Random(seed: 72)
    for _ in 0..<20_000 {
      let noise = (0..<random.below(24)).map { _ in UInt8(random.below(256)) }
      var reader = ByteReader(noise)
      do throws(ByteError) {
        while !reader.isAtEnd { try read(random.below(9), from: &reader) }
      } catch {
        #expect(reader.offset <= noise.count)
      }
    }
  }

  @Test func removeAllStartsOver() {
    var writer = ByteWriter()
    writer.fixed64(1)
    writer.removeAll()
    writer.byte(5)
    #expect(writer.bytes == [5])
  }
}

private func write(_ kind: Int, _ value: UInt64, to writer: inout ByteWriter) {
  switch kind {
  case 0: writer.byte(UInt8(truncatingIfNeeded: value))
  case 1: writer.fixed32(UInt32(truncatingIfNeeded: value))
  case 2: writer.fixed64(value)
  case 3: writer.varint(value)
  case 4: writer.zigzag(Int64(bitPattern: value))
  case 5: writer.double(Double(bitPattern: value))
  case 6: writer.float(Float(bitPattern: UInt32(truncatingIfNeeded: value)))
  case 7: writer.string("task \(value) ✓")
  default: writer.bytes([UInt8](repeating: 3, count: Int(value % 300)))
  }
}

private func check(_ kind: Int, _ value: UInt64, from reader: inout ByteReader) throws(ByteError) {
  let isSame: Bool
  switch kind {
  case 0: isSame = try reader.byte() == UInt8(truncatingIfNeeded: value)
  case 1: isSame = try reader.fixed32() == UInt32(truncatingIfNeeded: value)
  case 2: isSame = try reader.fixed64() == value
  case 3: isSame = try reader.varint() == value
  case 4: isSame = try reader.zigzag() == Int64(bitPattern: value)
  case 5: isSame = try reader.double().bitPattern == value
  case 6: isSame = try reader.float().bitPattern == UInt32(truncatingIfNeeded: value)
  case 7: isSame = try reader.string() == "task \(value) ✓"
  default: isSame = try reader.bytes() == [UInt8](repeating: 3, count: Int(value % 300))
  }
  #expect(isSame, "kind \(kind) of \(value)")
}

private func read(_ kind: Int, from reader: inout ByteReader) throws(ByteError) {
  switch kind {
  case 0: _ = try reader.byte()
  case 1: _ = try reader.fixed32()
  case 2: _ = try reader.fixed64()
  case 3: _ = try reader.varint()
  case 4: _ = try reader.zigzag()
  case 5: _ = try reader.double()
  case 6: _ = try reader.float()
  case 7: _ = try reader.string()
  default: _ = try reader.bytes()
  }
}
