import GRDB
import MusterStore

/// Copies what is whole of a damaged log, verifying it as it goes.
struct Salvage {
  let file: String
  let view: Connection.View

  /// What is whole.
  let inspection: Inspection

  private var span: LogSpan { inspection.span }

  /// Writes a log file.
  func write(_ path: String, _ recovery: LogRecovery) throws(LogError) {
    let source = try Connection.salvager(file, view)
    try source.readNow(file) { old in
      try NewFile.write(path, for: file, span) { new in
        try RecoveryTable.add(recovery, new)
        try copy(from: old, to: new)
      }
    }
  }

  /// Writes to a private file: a search in a damaged tree may fail where a walk through it did not, and whoever
  /// reads wants to search.
  func readable() throws(LogError) -> DatabaseQueue {
    let source = try Connection.salvager(file, view)
    return try source.readNow(file) { old in
      try NewFile.writePrivate(file: file, span) { new in try copy(from: old, to: new) }
    }
  }

  private func copy(from old: Database, to new: Database) throws {
    do {
      try copyRecords(from: old, to: new)
      for position in inspection.wholeSnapshots {
        let copied: Void? = try SnapshotTable.visit(position, old) { row in
          if span.contains(row.link) { try SnapshotTable.write(row.bytes, at: row.link, new) }
        }
        if copied == nil { throw Damage(found: "a damaged snapshot at position \(position)") }
      }
    } catch let error where Damage.isShown(by: error) {
      // It was whole when it was inspected.
      throw LogError.unreadable(file: file, found: Damage(error).found)
    }
  }

  private func copyRecords(from old: Database, to new: Database) throws {
    // Where only a snapshot is left, there may be no table of records to ask.
    guard !span.positions.isEmpty else { return }
    var cursor = try RecordCursor(old, from: span.first, to: span.end.position)
    defer { cursor.close() }
    let insertion = try RawStatement(new, RecordCursor.insertion)
    var link = span.first
    while let row = try cursor.next() {
      link = try RecordCursor.insert(row.bytes, batchEnd: row.batchEnd, after: link, insertion)
    }
  }
}
