import MusterStore

/// Records on their way into the log: their checksums, and the pieces in which they are sent.
struct Batch {
  let records: [[UInt8]]

  /// Of each record.
  let checksums: [Int64]

  /// After the last record.
  let end: ChainLink

  /// Indices of records, each piece of up to `pieceBytes`, or one record that has more: a message to the
  /// server may not have 2³⁰ bytes.
  let pieces: [Range<Int>]

  /// Chains the records to a link. O(bytes).
  init(_ records: [[UInt8]], after start: ChainLink, pieceBytes: Int = 32 << 20) {
    self.records = records
    let batchEnd = start.position + UInt64(records.count)
    var position = start.position
    var checksum = start.checksum
    var checksums: [Int64] = []
    checksums.reserveCapacity(records.count)
    var pieces: [Range<Int>] = []
    var pieceStart = 0
    var bytes = 0
    for (index, record) in records.enumerated() {
      checksum = record.withUnsafeBytes { checksum.next(position: position, batchEnd: batchEnd, bytes: $0) }
      checksums.append(Int64(checksum.value))
      position += 1
      if index > pieceStart, bytes + record.count > pieceBytes {
        pieces.append(pieceStart..<index)
        pieceStart = index
        bytes = 0
      }
      bytes += record.count
    }
    if !records.isEmpty { pieces.append(pieceStart..<records.count) }
    self.checksums = checksums
    self.pieces = pieces
    end = ChainLink(position: batchEnd, checksum: checksum)
  }

  /// The position after the last record, as the database stores it.
  var newEnd: Int64 { Int64(position: end.position) }
}
