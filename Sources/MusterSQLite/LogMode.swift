/// What a log is opened for.
public enum LogMode: Hashable, Sendable {
  /// Reading. The log and its write-ahead log are not changed by a byte; SQLite may leave its scratch files
  /// (`-shm`, an empty `-wal`) beside them. May be open while another process writes.
  case readOnly

  /// Reading and appending to a log that exists.
  case readWrite

  /// Reading and appending, creating the log if there is no file.
  case create
}
