import MusterMath

/// A CRC-32C that grows as words and bytes come in.
package struct CRC32C: Sendable {
  /// The checksum of all bytes so far.
  package private(set) var value: UInt32 = 0

  package init() {}

  /// Takes in eight bytes, least significant first.
  package mutating func update(_ word: UInt64) {
    withUnsafeBytes(of: word.littleEndian) { update($0) }
  }

  /// Takes in bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    value = Checksum.crc32c(bytes, continuing: value)
  }
}
