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
