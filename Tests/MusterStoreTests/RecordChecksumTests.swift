import MusterStore
import Testing

@Suite("A record's checksum") struct RecordChecksumTests {
  @Test("is CRC-32C, by the examples of RFC 3720, B.4")
  func golden() {
    #expect(crc(Array("123456789".utf8)) == 0xE306_9283)
    #expect(crc([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(crc([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(crc(Array(0..<32)) == 0x46DD_794E)
    #expect(crc(Array((0..<32).reversed())) == 0x113F_DB5C)
    #expect(crc([]) == 0)
  }

  @Test("is the same by words, by bytes and in parts") func parts() {
    var random = SeededRandom(7)
    for count in 0..<80 {
      let bytes = random.bytes(count)
      let cut = Int.random(in: 0...count, using: &random)
      var parts = CRC32C()
      bytes[..<cut].withUnsafeBytes { parts.update($0) }
      bytes[cut...].withUnsafeBytes { parts.update($0) }
      #expect(parts.value == crc(bytes))
      #expect(bitwise(bytes) == crc(bytes))
    }
    var word = CRC32C()
    word.update(0x0807_0605_0403_0201)
    #expect(word.value == crc([1, 2, 3, 4, 5, 6, 7, 8]))
  }

  @Test("changes with every bit of the record and of its place") func everyBit() {
    var random = SeededRandom(8)
    let bytes = random.bytes(21)
    let sum = next(.start, 5, 9, bytes)
    for bit in 0..<bytes.count * 8 {
      var changed = bytes
      changed[bit / 8] ^= 1 << (bit % 8)
      #expect(next(.start, 5, 9, changed) != sum)
    }
    for bit in 0..<64 {
      #expect(next(.start, 5 ^ 1 << bit, 9, bytes) != sum)
      #expect(next(.start, 5, 9 ^ 1 << bit, bytes) != sum)
    }
    for bit in 0..<32 { #expect(next(RecordChecksum(1 << bit), 5, 9, bytes) != sum) }
    #expect(next(.start, 5, 9, bytes + [0]) != sum)
    #expect(next(.start, 5, 9, bytes.dropLast()) != sum)
  }

  private func crc(_ bytes: [UInt8]) -> UInt32 {
    var crc = CRC32C()
    bytes.withUnsafeBytes { crc.update($0) }
    return crc.value
  }

  /// The definition, a bit at a time.
  private func bitwise(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = ~0
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0x82F6_3B78 : crc >> 1 }
    }
    return ~crc
  }

  private func next(
    _ previous: RecordChecksum, _ position: UInt64, _ batchEnd: UInt64, _ bytes: [UInt8]
  ) -> RecordChecksum {
    bytes.withUnsafeBytes { previous.next(position: position, batchEnd: batchEnd, bytes: $0) }
  }
}
