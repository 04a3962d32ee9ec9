/// A place between two records of a log: the number of records that were ever written before it.
///
/// The record *at* a position is the one that follows it. Positions are never reused, not even for records that
/// have been dropped.
public struct LogPosition: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// How many records were written before this place.
  public let recordsBefore: UInt64

  public init(_ recordsBefore: UInt64) { self.recordsBefore = recordsBefore }

  /// Where every log begins.
  public static let zero = LogPosition(0)

  /// The place `records` further on. The sum must fit in 63 bits, which no log will live to see.
  public func advanced(by records: Int) -> LogPosition { LogPosition(recordsBefore + UInt64(records)) }

  public static func < (a: LogPosition, b: LogPosition) -> Bool { a.recordsBefore < b.recordsBefore }

  public var description: String { "\(recordsBefore)" }
}

extension Range<LogPosition> {
  /// How many records lie between the two places.
  public var recordCount: UInt64 { upperBound.recordsBefore - lowerBound.recordsBefore }
}
