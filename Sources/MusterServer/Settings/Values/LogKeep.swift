import MusterCore

/// How much of a log's history is kept before it is compacted away; what is needed to recover always is.
public enum LogKeep: Sendable, Equatable, CustomStringConvertible {
  /// Everything, for ever.
  case all
  /// The newest records.
  case records(Int64)
  /// What is younger than this.
  case duration(Nanoseconds)

  /// Reads `all`, a whole number of records, or a duration such as `30d`; nil for anything else.
  public init?(_ text: String) {
    if text == "all" {
      self = .all
    } else if let records = DecimalDigits.whole(text), records > 0 {
      self = .records(records)
    } else if let duration = UnitText.duration.value(of: text), duration > 0 {
      self = .duration(duration)
    } else {
      return nil
    }
  }

  public var description: String {
    switch self {
    case .all: "all"
    case .records(let count): "\(count)"
    case .duration(let length): UnitText.duration.text(of: length)
    }
  }
}
