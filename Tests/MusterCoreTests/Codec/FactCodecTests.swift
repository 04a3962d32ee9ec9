import MusterMath
import Testing

@testable import MusterCore

@Suite struct FactCodecTests {
  @Test(arguments: EventTag.allCases)
  func whatIsWrittenIsRead(tag: EventTag) throws {
    for seed in 0..<500 as Range<UInt64> {
      var facts = RandomFacts(seed: seed)
      let fact = facts.fact(tag)
      let bytes = encode(fact)
      #expect(try FactCodec.decode(bytes) == fact)
    }
  }

  /// NaN is not equal to itself: the bytes are compared instead, so payloads count.
  @Test(arguments: EventTag.allCases)
  func notANumberKeepsItsBits(tag: EventTag) throws {
    for seed in 0..<200 as Range<UInt64> {
      var facts = RandomFacts(seed: seed, allowsNaN: true)
      let bytes = encode(facts.fact(tag))
      #expect(encode(try FactCodec.decode(bytes)) == bytes)
    }
  }

  @Test(arguments: EventTag.allCases)
  func everyCutIsRefused(tag: EventTag) {
    var facts = RandomFacts(seed: 7)
    let bytes = encode(facts.fact(tag))
    for length in 0..<bytes.count {
      #expect(throws: CodecError.self) { try FactCodec.decode(bytes[..<length]) }
    }
    #expect(throws: CodecError.self) { try FactCodec.decode(bytes + [0]) }
  }

  /// Whatever is accepted has one encoding, so no two records stand for one fact.
  @Test(arguments: EventTag.allCases)
  func damageIsRefusedOrReadsAsWritten(tag: EventTag) {
    var accepted = 0
    for seed in 0..<200 as Range<UInt64> {
      var facts = RandomFacts(seed: seed)
      var bytes = encode(facts.fact(tag))
      for _ in 0...facts.random.below(3) {
        bytes[facts.random.below(bytes.count)] = UInt8(facts.random.below(256))
      }
      guard let fact = try? FactCodec.decode(bytes) else { continue }
      accepted += 1
      #expect(encode(fact) == bytes)
    }
    #expect(accepted > 0)
  }

  @Test func randomBytesNeverCrash() {
    var random = Random(seed: 8)
    for _ in 0..<20_000 {
      let count = random.below(80)
      var bytes = (0..<count).map { _ in UInt8(random.below(256)) }
      if !bytes.isEmpty { bytes[0] = UInt8(1 + random.below(EventTag.allCases.count)) }
      if let fact = try? FactCodec.decode(bytes) { #expect(encode(fact) == bytes) }
    }
  }

  @Test func errorsNameOffsetFoundAndExpected() {
    func message(_ bytes: [UInt8]) -> String {
      do {
        _ = try FactCodec.decode(bytes)
        return "read"
      } catch { return error.description }
    }
    #expect(message([]) == "byte 0: found the end too early, expected 1 bytes of event tag")
    #expect(message([30, 1]) == "byte 0: found 30, expected event tag, 1...29")
    #expect(message([9, 1]) == "byte 2: found the end too early, expected 1 bytes of agent")
    #expect(message([9, 1, 5, 0]) == "byte 3: found 1 bytes more, expected the end of the fact")
    #expect(
      message([9, 1, 0x80, 0]) == "byte 2: found a varint too long, expected the shortest form of agent")
    #expect(message([8, 1, 5, 2]) == "byte 3: found 2, expected leave reason, 0...1")
    #expect(
      message([2, 1, 0xff, 0xff, 0xff, 0xff, 0x10, 0, 0])
        == "byte 2: found 4563402751, expected tenant, at most 4294967295")
    #expect(
      message([1, 1, 3, 0, 1, 0xff]) == "byte 5: found bytes that are not UTF-8, expected the text of name")
  }

  /// A count is not believed: no room is reserved for more than can be there.
  @Test func hugeCountsAreRefused() {
    var writer = ByteWriter()
    writer.byte(EventTag.explained.rawValue)
    for _ in 0..<4 { writer.varint(1) }
    writer.varint(1 << 60)
    #expect(throws: CodecError.self) { try FactCodec.decode(writer.bytes) }
  }

  @Test func bytesAreThoseOfTheGoldenFile() throws {
    #expect(goldenFacts.map { EventTag($0.fact.event) } == EventTag.allCases)
    for golden in goldenFacts {
      let written = encode(golden.fact)
      #expect(hex(written) == hex(bytes(golden.hex)), "\(EventTag(golden.fact.event))")
      #expect(try FactCodec.decode(bytes(golden.hex)) == golden.fact)
    }
    #expect(FactCodec.version == 1)
  }

  /// The form of "no bound" takes every value to a different one.
  @Test func boundsRoundTrip() throws {
    var random = Random(seed: 9)
    var values: [Int64] = [.min, .min + 1, -1, 0, 1, .max - 1, .max]
    for _ in 0..<1000 { values.append(Int64(bitPattern: random.next() >> UInt64(random.below(64)))) }
    for value in values {
      var writer = ByteWriter()
      writer.bound(value)
      var reader = CodecReader(writer.bytes[...])
      #expect(try reader.bound("value") == value)
      if value == .max { #expect(writer.bytes == [0]) }
    }
  }
}

func encode(_ fact: Fact) -> [UInt8] {
  var writer = ByteWriter()
  FactCodec.encode(fact, into: &writer)
  return writer.bytes
}

/// Two digits a byte, with spaces between bytes.
func hex(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
}

func bytes(_ hex: String) -> [UInt8] {
  hex.split(whereSeparator: \.isWhitespace).compactMap { UInt8($0, radix: 16) }
}
