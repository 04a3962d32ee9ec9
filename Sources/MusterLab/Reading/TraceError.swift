/// Why a trace could not be read: one place in one file, what stood there and what belongs there.
///
/// Every reader of this folder throws only this. It renders as one line that an editor can jump to:
/// `pods.csv:17: column num_gpu: found "-1", expected a whole number >= 0`.
public struct TraceError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What went wrong, for code that wants to tell faults apart without reading prose.
  public enum Kind: Sendable, Equatable {
    /// The file or directory is missing, or the system refuses to read it.
    case unreadable
    /// The header (or the JSON object) does not have a name that the format needs.
    case missingColumn
    /// The header (or the JSON object) has a name twice, so that it is unclear which one is meant.
    case duplicateColumn
    /// A row does not have as many fields as the header, or as the format says.
    case fieldCount
    /// A value, a quote or a piece of syntax is not what the format allows.
    case malformed
    /// A number that may not be below zero is.
    case negative
    /// A number is well formed but outside its range, or too large to be represented.
    case outOfRange
    /// A time lies before that of the row before it, in a format that promises it does not.
    case outOfOrder
    /// The gzip stream is damaged, followed by something else, or ends early.
    case corruptGzip
    /// Text is not UTF-8.
    case invalidUTF8
    /// The file ends inside a quoted field.
    case unterminatedQuote
    /// A line, or a record with line breaks in quotes, is over the limit.
    case lineTooLong
  }

  /// A column of a row, or a key of a JSON object.
  public enum Column: Sendable, Equatable, CustomStringConvertible {
    /// By its name in the header, in the format's documentation or in the object.
    case name(String)
    /// By its place, from 1: a field of a row without names, or a byte of a line of JSON.
    case index(Int)

    public var description: String {
      switch self {
      case .name(let name): name
      case .index(let index): String(index)
      }
    }
  }

  /// What went wrong.
  public let kind: Kind
  /// The path as the caller gave it.
  public let file: String
  /// The line, from 1, on which the fault begins; 0 where none applies.
  public let line: Int
  /// The column or key, where one applies.
  public let column: Column?
  /// What stands there: a value in quotes, or a phrase.
  public let found: String
  /// What belongs there, as a phrase.
  public let expected: String

  /// A fault in `file`, at `line` (from 1, or 0) and `column`; `found` and `expected` are put in one sentence.
  public init(
    _ kind: Kind, file: String, line: Int = 0, column: Column? = nil, found: String, expected: String
  ) {
    self.kind = kind
    self.file = file
    self.line = line
    self.column = column
    self.found = found
    self.expected = expected
  }

  public var description: String {
    let place = line > 0 ? "\(file):\(line)" : file
    let part = column.map { "column \($0): " } ?? ""
    return "\(place): \(part)found \(found), expected \(expected)"
  }
}
