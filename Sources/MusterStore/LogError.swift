/// Why a log did not do what it was asked.
///
/// Its description is one line: the file where there is one, what was found, what was expected, what to do.
public enum LogError: Error, Hashable, Sendable {
  /// The log does not end where the writer believed: someone else has written. Nothing was appended.
  case positionConflict(expected: LogPosition, actual: LogPosition)

  /// A position before the oldest record held or after the end.
  case outOfRange(asked: LogPosition, first: LogPosition, end: LogPosition)

  /// Records may be dropped only once a whole snapshot covers them. Nothing was dropped.
  case dropBeyondSnapshot(asked: LogPosition, newest: LogPosition?)

  /// The records before `first` were dropped, and no whole snapshot stands in for them.
  case noUsableSnapshot(first: LogPosition)

  /// A record or snapshot over its limit in `LogLimits`. Nothing was written.
  case tooLarge(what: String, bytes: Int, limit: Int)

  /// There is no file to open.
  case notFound(file: String)

  /// The file is something other than a Muster log. It was not touched.
  case notALog(file: String, found: String)

  /// The file was written by a later Muster. It was not touched.
  case newerVersion(file: String, found: Int64, supported: Int64)

  /// The file is so damaged that no record of it can be trusted. It was not touched.
  case unreadable(file: String, found: String)

  /// Bytes read back are not the bytes written. Opening the log again for writing recovers what is whole.
  case damaged(file: String, found: String)

  /// The log needs recovery, which needs the file to itself.
  case openElsewhere(file: String, found: String)

  /// Another writer held the file for too long. Nothing was written.
  case busy(file: String, found: String)

  /// A write to a log that was opened for reading.
  case readOnly(file: String)

  /// A setting on which durability rests did not take.
  case settingRefused(file: String, setting: String, asked: String, found: String)

  /// The storage failed. Whether an append survived is unknown: its position tells.
  case storage(file: String, operation: String, found: String)

  /// The server of a shared log could not be reached, or did not let us in. Nothing was written.
  case unreachable(server: String, found: String)

  /// A `GroupCommit` has given up, for the reason given, and takes no more records.
  case stopped(reason: String)
}
