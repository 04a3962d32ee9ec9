import MusterMath
import Testing

@Suite struct ChecksumTests {
  /// The check value of the CRC catalogue, and the vectors of RFC 3720, appendix B.4.
  @Test(
    arguments: [
      (Array("123456789".utf8), 0xe306_9283), ([UInt8](repeating: 0, count: 32), 0x8a91_36aa),
      ([UInt8](repeating: 0xff, count: 32), 0x62a8_ab43), ([UInt8](0..<32), 0x46dd_794e),
      ([UInt8](0..<32).reversed(), 0x113f_db5c), ([], 0),
    ] as [([UInt8], UInt32)])
  func publishedVectors(bytes: [UInt8], crc: UInt32) {
    #expect(Checksum.crc32c(bytes) == crc)
  }

  /// The eight-byte steps agree with the plain bitwise definition at every length and alignment, and pieces
  /// with the whole.
  @Test func fastAgreesWithBitwise() {
    var random = Random(seed: 61)
    let bytes = (0..<80).map { _ in UInt8(random.below(256)) }
    for start in 0..<9 {
      for end in start...bytes.count {
        let piece = Array(bytes[start..<end])
        var expected = ~UInt32(0)
        for byte in piece {
          expected ^= UInt32(byte)
          for _ in 0..<8 { expected = expected >> 1 ^ (expected & 1) &* 0x82f6_3b78 }
        }
        let whole = bytes.withUnsafeBytes {
          Checksum.crc32c(UnsafeRawBufferPointer(rebasing: $0[start..<end]))
        }
        #expect(whole == ~expected)
        let cut = piece.count / 3
        let head = Checksum.crc32c(Array(piece[..<cut]))
        #expect(Checksum.crc32c(Array(piece[cut...]), continuing: head) == ~expected)
      }
    }
  }
}
