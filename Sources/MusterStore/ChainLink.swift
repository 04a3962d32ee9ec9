/// A place in the log and the checksum of the record before it: all that is needed to verify what follows.
package struct ChainLink: Hashable, Sendable {
  /// The number of records before this place. Fits in 63 bits.
  package let position: UInt64
  package let checksum: RecordChecksum

  package static let zero = ChainLink(position: 0, checksum: .start)

  package init(position: UInt64, checksum: RecordChecksum) {
    self.position = position
    self.checksum = checksum
  }

  /// From the two integers of a row, or nil if they are no such thing.
  package init?(position: Int64?, checksum: Int64?) {
    guard let position, position >= 0, let checksum, let bits = UInt32(exactly: checksum) else { return nil }
    self.init(position: UInt64(position), checksum: RecordChecksum(bits))
  }

  package var logPosition: LogPosition { LogPosition(position) }

  /// The checksum of a row that marks one of the two ends of a log: 0 for the first record, 1 for the end.
  package func markChecksum(_ which: UInt64) -> Int64 {
    var crc = CRC32C()
    crc.update(which)
    crc.update(position)
    crc.update(UInt64(checksum.value))
    return Int64(crc.value)
  }
}

extension Int64 {
  /// A position as a database stores it. Beyond 63 bits there are no records to find.
  package init(position: UInt64) { self = Int64(clamping: position) }
}
