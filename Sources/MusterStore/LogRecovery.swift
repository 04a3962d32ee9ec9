/// What was found and saved when a damaged log was opened.
public struct LogRecovery: Hashable, Sendable, CustomStringConvertible {
  /// The log that was opened.
  public let file: String

  /// What was wrong with it.
  public let reason: String

  /// The records that the log now holds, every one verified.
  public let kept: Range<LogPosition>

  /// How many records the file lost, or nil if the damage hides their number.
  public let recordsCut: UInt64?

  /// Where the damaged original is kept, or nil if the log was opened for reading and nothing was changed.
  public let damagedCopy: String?

  public init(
    file: String, reason: String, kept: Range<LogPosition>, recordsCut: UInt64?, damagedCopy: String?
  ) {
    self.file = file
    self.reason = reason
    self.kept = kept
    self.recordsCut = recordsCut
    self.damagedCopy = damagedCopy
  }

  /// How many records the log now holds.
  public var recordsKept: UInt64 { kept.recordCount }

  /// One line for people.
  public var description: String {
    let cut = recordsCut.map { "\($0) records cut" } ?? "an unknown number of records cut"
    let original = damagedCopy.map { "damaged original kept as \($0)" } ?? "file not changed"
    return
      "\(file): found \(reason); kept records \(kept.lowerBound)..<\(kept.upperBound), \(cut); \(original)"
  }
}
