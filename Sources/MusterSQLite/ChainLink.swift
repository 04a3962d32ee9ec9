import MusterStore

/// A place in the log and the checksum of the record before it: all that is needed to verify what follows.
struct ChainLink: Hashable, Sendable {
  /// The number of records before this place. Fits in 63 bits.
  let position: UInt64
  let checksum: RecordChecksum

  static let zero = ChainLink(position: 0, checksum: .start)

  init(position: UInt64, checksum: RecordChecksum) {
    self.position = position
    self.checksum = checksum
  }

  /// From the two integers of a row, or nil if they are no such thing.
  init?(position: Int64?, checksum: Int64?) {
    guard let position, position >= 0, let checksum, let bits = UInt32(exactly: checksum) else { return nil }
    self.init(position: UInt64(position), checksum: RecordChecksum(bits))
  }

  var logPosition: LogPosition { LogPosition(position) }
}

extension Int64 {
  /// A position as SQLite stores it. Beyond 63 bits there are no records to find.
  init(position: UInt64) { self = Int64(clamping: position) }
}
