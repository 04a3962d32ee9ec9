import GRDB
import MusterStore

/// What is whole in a log file, and what is not.
///
/// What is kept is the longest history that can be proved: the records from the first one on, as far as the chain
/// holds and a batch ends. Where a whole snapshot lies beyond the break, the history goes on from there: the
/// snapshot stands for the records that are lost, and those after it would be lost for nothing.
struct Inspection {
  /// The provable stretch of records.
  private(set) var span = LogSpan(first: .zero, end: .zero)

  /// Where the whole snapshots are.
  private(set) var wholeSnapshots: [Int64] = []

  /// Everything that is not as it was written. Empty for a sound file.
  private(set) var findings: [String] = []

  /// How many records the file lost, or nil if that cannot be known.
  private(set) var recordsCut: UInt64?

  var isSound: Bool { findings.isEmpty }

  var reason: String { findings.joined(separator: "; ") }

  /// Reads the whole file once, and a sound one twice. O(bytes), one to two million small records a second.
  ///
  /// - Parameter walDamage: What `WALScan` found.
  /// - Throws: `LogError.notALog`, `.newerVersion`, `.unreadable` if nothing of the log can be proved, and
  ///   whatever says nothing about the bytes: a locked file, a disk that fails.
  init(_ db: Database, file: String, walDamage: String?) throws {
    do {
      try Schema.checkIdentity(db, file: file)
    } catch let error where Damage.isShown(by: error) {
      throw LogError.unreadable(file: file, found: Damage(error).found)
    }
    if let walDamage { findings.append(walDamage) }
    try note { if try !Schema.isAsWritten(db) { throw Damage(found: "a damaged schema") } }

    let firstMark = try note { try Edge.first.read(db) }
    let endMark = try note { try Edge.end.read(db) }
    let snapshots = try readSnapshots(db)
    try follow(db, from: firstMark ?? .zero, or: snapshots)
    compare(with: endMark, firstMark, walIsWhole: walDamage == nil)

    if isSound { try note { try Self.quickCheck(db) } }
    try refuseIfNothingIsLeft(file, endMark, anySnapshot: !snapshots.isEmpty)
  }

  /// What a recovery of this would keep.
  func recovery(of file: String, damagedCopy: String?) -> LogRecovery {
    LogRecovery(
      file: file, reason: reason, kept: span.positions, recordsCut: recordsCut, damagedCopy: damagedCopy)
  }

  /// Runs a check; the damage that it shows becomes a finding.
  @discardableResult
  private mutating func note<Value>(_ check: () throws -> Value) throws -> Value? {
    do {
      return try check()
    } catch let error where Damage.isShown(by: error) {
      findings.append(Damage(error).found)
      return nil
    }
  }

  /// The places of the whole snapshots, oldest first.
  private mutating func readSnapshots(_ db: Database) throws -> [ChainLink] {
    guard let (found, damage) = try note({ try SnapshotTable.positions(db) }) else { return [] }
    if let damage { findings.append(damage.found) }
    var links: [ChainLink] = []
    for position in found {
      if let link = try SnapshotTable.visit(position, db, \.link) {
        links.append(link)
        wholeSnapshots.append(position)
      } else {
        findings.append("a damaged snapshot at position \(position)")
      }
    }
    return links.reversed()
  }

  /// Walks the chain from its beginning, and from each snapshot beyond where it broke.
  private mutating func follow(_ db: Database, from start: ChainLink, or snapshots: [ChainLink]) throws {
    span = LogSpan(first: start, end: try walk(db, from: start))
    for snapshot in snapshots where snapshot.position > span.end.position {
      span = LogSpan(first: snapshot, end: try walk(db, from: snapshot))
    }
  }

  /// The end of the last whole batch that follows a link.
  private mutating func walk(_ db: Database, from start: ChainLink) throws -> ChainLink {
    var whole = start
    try note {
      var cursor = try RecordCursor(db, from: start, to: nil)
      defer { cursor.close() }
      var inBatch = false
      while let row = try cursor.next() {
        inBatch = !row.endsBatch
        if row.endsBatch { whole = row.link }
      }
      if inBatch { throw Damage(found: "an unfinished batch after position \(whole.position)") }
    }
    return whole
  }

  /// Compares what is there with what the file says was there.
  private mutating func compare(with endMark: ChainLink?, _ firstMark: ChainLink?, walIsWhole: Bool) {
    guard let endMark else { return }
    let written = LogSpan(first: firstMark ?? span.first, end: endMark)
    if written != span {
      findings.append(
        "records \(span.first.position)..<\(span.end.position) where "
          + "\(written.first.position)..<\(written.end.position) were written")
    }
    // Commits that a damaged write-ahead log has swallowed are in nobody's count.
    guard walIsWhole, firstMark != nil, endMark.position >= span.end.position else { return }
    recordsCut = endMark.position - written.first.position - (span.end.position - span.first.position)
  }

  /// SQLite's own check of the pages that no record is in: a damaged list of free pages would have a later
  /// append write over live ones.
  private static func quickCheck(_ db: Database) throws {
    let found = try String.fetchOne(db, sql: "PRAGMA quick_check(1)") ?? "nothing"
    if found != "ok" { throw Damage(DatabaseError(resultCode: .SQLITE_CORRUPT, message: found)) }
  }

  /// An empty log in place of a full one would be worse than no log: its owner would begin again from nothing.
  private func refuseIfNothingIsLeft(_ file: String, _ endMark: ChainLink?, anySnapshot: Bool) throws {
    guard !isSound, span.positions.isEmpty, !anySnapshot else { return }
    if endMark == .zero, span.first == .zero { return }
    throw LogError.unreadable(file: file, found: reason)
  }
}
