import MusterStore

/// The snapshots of a log, each in parts: one value of a snapshot's size would cost the server several times
/// that in memory.
enum SnapshotTable {
  /// The transaction for reading: snapshots do not change under it.
  static let reading = "ISOLATION LEVEL REPEATABLE READ, READ ONLY"

  private static let partBytes = 4 << 20

  /// Writes a snapshot in place of any at its position.
  static func write(_ bytes: [UInt8], at link: ChainLink, _ session: Session) throws {
    let position = Int64(position: link.position)
    var checksum = SnapshotChecksum(of: link, count: bytes.count)
    bytes.withUnsafeBytes { checksum.update($0) }
    try session.execute(deletion, Parameters(position))
    try session.execute(
      insertion, Parameters(position, Int64(link.checksum.value), checksum.value, Int64(bytes.count)))
    for (number, start) in stride(from: 0, to: bytes.count, by: partBytes).enumerated() {
      var part = Parameters(position, Int64(number))
      part.add(bytes[start..<min(start + partBytes, bytes.count)])
      try session.execute(partInsertion, part)
    }
  }

  /// Deletes all but the newest.
  static func keepNewest(_ count: Int, _ session: Session) throws {
    try session.execute(pruning, Parameters(Int64(count)))
  }

  /// The newest whole snapshot from which a span can be continued.
  static func newest(in span: Span, _ session: Session) throws -> LogSnapshot? {
    let answer = try session.execute(selection)
    for row in 0..<answer.count {
      guard let link = ChainLink(position: answer.integer(row, 0), checksum: answer.integer(row, 1)),
        span.contains(link), let size = answer.integer(row, 3),
        let bytes = try bytes(of: link, size: size, session)
      else { continue }
      var checksum = SnapshotChecksum(of: link, count: bytes.count)
      bytes.withUnsafeBytes { checksum.update($0) }
      if checksum.value == answer.integer(row, 2) {
        return LogSnapshot(position: link.logPosition, bytes: bytes)
      }
    }
    return nil
  }

  /// The parts of a snapshot, one after the other; nil if some are missing or too many.
  private static func bytes(of link: ChainLink, size: Int64, _ session: Session) throws -> [UInt8]? {
    guard size >= 0, size <= LogLimits.snapshotBytes else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(size))
    var number: Int64 = 0
    while bytes.count < size {
      let part = try session.execute(partSelection, Parameters(Int64(position: link.position), number))
      guard let found = part.bytes(0, 0), !found.isEmpty else { return nil }
      bytes += found
      number += 1
    }
    return bytes.count == size ? bytes : nil
  }

  private static let selection = Statement(
    name: "snapshots", sql: "SELECT position, chain, checksum, size FROM snapshot ORDER BY position DESC")

  private static let partSelection = Statement(
    name: "snapshot_part", sql: "SELECT bytes FROM snapshot_part WHERE position = $1 AND number = $2")

  private static let deletion = Statement(
    name: "snapshot_delete", sql: "DELETE FROM snapshot WHERE position = $1")

  private static let insertion = Statement(
    name: "snapshot_insert", sql: "INSERT INTO snapshot VALUES ($1, $2, $3, $4)")

  private static let partInsertion = Statement(
    name: "snapshot_part_insert", sql: "INSERT INTO snapshot_part VALUES ($1, $2, $3)")

  private static let pruning = Statement(
    name: "snapshot_prune",
    sql: """
      DELETE FROM snapshot
      WHERE position NOT IN (SELECT position FROM snapshot ORDER BY position DESC LIMIT $1)
      """)
}
