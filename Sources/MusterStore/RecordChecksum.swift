// CRC-32C (Castagnoli polynomial 0x1EDC6F41, reflected; RFC 3720 appendix B.4), eight bytes a step by table.
// O(bytes). It detects every burst of up to 32 bits, and misses other damage once in 2^32.

/// A CRC-32C that grows as bytes come in.
package struct CRC32C: Sendable {
  private var state: UInt32 = ~0

  package init() {}

  /// The checksum of all bytes so far.
  package var value: UInt32 { ~state }

  /// Takes in eight bytes, least significant first.
  package mutating func update(_ word: UInt64) {
    state = Self.table.withUnsafeBufferPointer { Self.step(state, word, $0) }
  }

  /// Takes in bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    state = Self.table.withUnsafeBufferPointer { table in
      var crc = state
      var offset = 0
      while offset + 8 <= bytes.count {
        let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        crc = Self.step(crc, word, table)
        offset += 8
      }
      while offset < bytes.count {
        crc = table[Int(UInt8(truncatingIfNeeded: crc) ^ bytes[offset])] ^ (crc >> 8)
        offset += 1
      }
      return crc
    }
  }

  @inline(__always)
  private static func step(_ crc: UInt32, _ word: UInt64, _ table: UnsafeBufferPointer<UInt32>) -> UInt32 {
    let mixed = word ^ UInt64(crc)
    var next: UInt32 = 0
    for lane in 0..<8 {
      next ^= table[(7 - lane) << 8 | Int(UInt8(truncatingIfNeeded: mixed >> (8 * UInt64(lane))))]
    }
    return next
  }

  /// Entry `k * 256 + b` is the effect of byte `b` followed by `k` zero bytes.
  private static let table: [UInt32] = {
    var table = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var crc = UInt32(byte)
      for _ in 0..<8 { crc = (crc >> 1) ^ (crc & 1 == 1 ? 0x82F6_3B78 : 0) }
      table[byte] = crc
    }
    for entry in 256..<table.count {
      let before = table[entry - 256]
      table[entry] = table[Int(UInt8(truncatingIfNeeded: before))] ^ (before >> 8)
    }
    return table
  }()
}

/// The checksum of a record, chained over all records before it.
///
/// It covers the checksum of the previous record, the position, the end of the batch and the bytes. A record
/// that was altered, moved, dropped, doubled or brought in from another history breaks the chain where it
/// stands, and the chain cannot heal after it.
package struct RecordChecksum: Hashable, Sendable {
  package let value: UInt32

  package init(_ value: UInt32) { self.value = value }

  /// What stands before the first record of every log.
  package static let start = RecordChecksum(0)

  /// The checksum of the record that follows this one. O(bytes).
  package func next(position: UInt64, batchEnd: UInt64, bytes: UnsafeRawBufferPointer) -> RecordChecksum {
    var crc = CRC32C()
    crc.update(UInt64(value))
    crc.update(position)
    crc.update(batchEnd)
    crc.update(UInt64(bytes.count))
    crc.update(bytes)
    return RecordChecksum(crc.value)
  }
}
