/// A summary of every record before a position, from which a replay may begin.
public struct LogSnapshot: Hashable, Sendable {
  /// The first record that the summary does not cover.
  public let position: LogPosition

  /// What was saved.
  public let bytes: [UInt8]

  public init(position: LogPosition, bytes: [UInt8]) {
    self.position = position
    self.bytes = bytes
  }
}
