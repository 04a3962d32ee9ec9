extension LogError: CustomStringConvertible {
  /// One line for people: what was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .positionConflict(let expected, let actual):
      "append refused: found the log's end at position \(actual), expected it at \(expected); another writer "
        + "has appended: read from \(min(expected, actual)) before writing again"
    case .outOfRange(let asked, let first, let end):
      "found no position \(asked) in the log, expected one from \(first) to \(end); "
        + (asked < first ? "earlier records were dropped: begin from a snapshot" : "ask for the end first")
    case .dropBeyondSnapshot(let asked, let newest):
      "records before \(asked) not dropped: found the newest whole snapshot \(newest.map { "at \($0)" } ?? "missing")"
        + ", expected one at or after that position; save a snapshot first"
    case .noUsableSnapshot(let first):
      "found no whole snapshot, expected one at or after position \(first), before which records were dropped; "
        + "restore the log from a backup"
    case .tooLarge(let what, let bytes, let limit):
      "\(what) refused: found \(bytes) bytes, expected at most \(limit); split it"
    case .notFound(let file):
      "\(file): found no file, expected a Muster log; check the path, or create the log"
    case .notALog(let file, let found):
      "\(file): found \(found), expected a Muster log; check the path (nothing was changed)"
    case .newerVersion(let file, let found, let supported):
      "\(file): found log format \(found), expected at most \(supported); open it with a newer Muster"
    case .unreadable(let file, let found):
      "\(file): found \(found), expected a Muster log with at least one whole record; nothing was changed: "
        + "restore a backup, or try `sqlite3 FILE .recover`"
    case .damaged(let file, let found):
      "\(file): found \(found), expected the bytes that were written; restore a backup of a server, or open a "
        + "file again for writing: that keeps what is whole, and the damaged original beside it"
    case .openElsewhere(let file, let found):
      "\(file): found \(found), expected the file free for recovery, but another writer has it open; stop that "
        + "writer and open it again"
    case .busy(let file, let found):
      "\(file): found the log locked (\(found)), expected to write; stop the other writer, or try again"
    case .readOnly(let file):
      "\(file): found the log open for reading, expected it open for writing; open it as readWrite"
    case .settingRefused(let file, let setting, let asked, let found):
      "\(file): found \(setting) = \(found), expected \(asked); use a local file system that honours it"
    case .storage(let file, let operation, let found):
      "\(file): \(operation) failed: found \(found), expected success; check disk space, permissions and the "
        + "disk, then open the log again"
    case .unreachable(let server, let found):
      "\(server): found no connection (\(found)), expected a server that answers; check that it runs, the URL "
        + "and the password"
    case .stopped(let reason):
      "found the log writer stopped (\(reason)), expected it running; rebuild the state from the log and start "
        + "a new writer"
    }
  }
}
