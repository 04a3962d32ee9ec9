import MusterStore
import Testing

@Suite("A record's checksum") struct RecordChecksumTests {
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

  private func next(
    _ previous: RecordChecksum, _ position: UInt64, _ batchEnd: UInt64, _ bytes: [UInt8]
  ) -> RecordChecksum {
    bytes.withUnsafeBytes { previous.next(position: position, batchEnd: batchEnd, bytes: $0) }
  }
}
