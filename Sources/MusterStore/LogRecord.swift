/// One record of a log, and where it stands.
public struct LogRecord: Hashable, Sendable {
  /// The number of records before this one.
  public let position: LogPosition

  /// What was appended.
  public let bytes: [UInt8]

  public init(position: LogPosition, bytes: [UInt8]) {
    self.position = position
    self.bytes = bytes
  }
}
