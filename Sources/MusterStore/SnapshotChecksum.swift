/// The checksum of a snapshot, over its place in the chain, its size and its bytes, which may come in parts.
package struct SnapshotChecksum {
  private var crc = CRC32C()

  /// - Parameter count: How many bytes the snapshot has.
  package init(of link: ChainLink, count: Int) {
    crc.update(link.position)
    crc.update(UInt64(link.checksum.value))
    crc.update(UInt64(count))
  }

  /// Takes in the next bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) { crc.update(bytes) }

  /// As a row stores it.
  package var value: Int64 { Int64(crc.value) }
}
