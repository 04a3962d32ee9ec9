/// A comma-separated file, plain or gzip, record by record (RFC 4180), with its values taken out by type.
///
/// Quotes, doubled quotes, line breaks in quotes, LF and CRLF and a byte-order mark are understood. Lines with
/// nothing on them are skipped. Every record must have as many fields as the first line or the caller says. Each
/// value is read where it lies; only `text` makes a string. Memory is that of the longest record, with a limit.
///
/// ```swift
/// var csv = try CSVReader(path: "pods.csv")
/// let gpus = try csv.column("num_gpu")
/// while try csv.advance() {
///   total += try csv.wholeNumber(gpus, in: 0...Int64.max)
/// }
/// ```
public struct CSVReader: ~Copyable {
  /// The names of the columns: from the first line, or as given.
  public private(set) var columns: [String]
  /// The line, from 1, on which the current record begins; 0 before the first.
  public private(set) var line: Int

  private var window: ByteWindow
  private var fields: CSVFields
  private var nextLine: Int
  private var record: Bytes

  /// Opens a file whose first line names the columns; a record over `limit` bytes is refused.
  ///
  /// Throws `unreadable`, `corruptGzip`, `invalidUTF8`, or `missingColumn` if there is no first line.
  public init(path: String, limit: Int? = nil) throws(TraceError) {
    self = try Self.withHeader(path, limit: limit ?? ByteWindow.defaultLimit)
  }

  /// Opens a file without a header whose columns are `names`; a record over `limit` bytes is refused.
  ///
  /// Throws `unreadable` or `corruptGzip`.
  public init(path: String, columns names: [String], limit: Int? = nil) throws(TraceError) {
    precondition(!names.isEmpty)
    self.init(window: try ByteWindow(path: path, limit: limit ?? ByteWindow.defaultLimit), columns: names)
  }

  private init(window: consuming ByteWindow, columns: [String]) {
    self.window = window
    self.columns = columns
    line = 0
    nextLine = 1
    fields = CSVFields()
    record = Bytes(start: nil, count: 0)
  }

  private static func withHeader(_ path: String, limit: Int) throws(TraceError) -> Self {
    var reader = Self(window: try ByteWindow(path: path, limit: limit), columns: [])
    guard try reader.advance() else {
      throw TraceError(
        .missingColumn, file: path, line: 1, found: "an empty file",
        expected: "a header that names the columns")
    }
    var names: [String] = []
    for index in 0..<reader.fields.count { names.append(try reader.text(index)) }
    reader.columns = names
    return reader
  }

  /// The path as the caller gave it.
  public var file: String { window.file }

  /// The place of the column called `name`.
  ///
  /// Throws `missingColumn`, which names the nearest one, or `duplicateColumn`.
  public func column(_ name: String) throws(TraceError) -> Int {
    if let index = try columnIfPresent(name) { return index }
    let nearest = nearestName(to: name, among: columns).map { " (nearest: \($0))" } ?? ""
    throw TraceError(
      .missingColumn, file: file, line: line, column: .name(name), found: "no such column\(nearest)",
      expected: "it in the header")
  }

  /// The place of the column called `name`, or nil if there is none. Throws `duplicateColumn`.
  public func columnIfPresent(_ name: String) throws(TraceError) -> Int? {
    guard let index = columns.firstIndex(of: name) else { return nil }
    guard columns.lastIndex(of: name) == index else {
      throw TraceError(
        .duplicateColumn, file: file, line: line, column: .name(name), found: "it more than once",
        expected: "it once in the header")
    }
    return index
  }

  /// Goes to the next record; false at the end of the file.
  ///
  /// Throws `fieldCount`, `malformed`, `unterminatedQuote`, `lineTooLong`, `unreadable` or `corruptGzip`.
  public mutating func advance() throws(TraceError) -> Bool {
    while true {
      let bytes = window.bytes
      if bytes.isEmpty, window.atEnd { return false }
      switch scanRecord(bytes, atEnd: window.atEnd, into: &fields) {
      case .record(let length, let total, let lineBreaks):
        line = nextLine
        nextLine += lineBreaks + 1
        record = Bytes(rebasing: bytes[..<length])
        window.consume(total)
        try checkRecord()
        return true
      case .blank(let total):
        window.consume(total)
        nextLine += 1
      case .short(let quote):
        try readOn(openQuote: quote)
      case .fault(let field, let offset, let expected):
        throw syntaxError(bytes, field: field, offset: offset, expected: expected)
      }
    }
  }

  private func checkRecord() throws(TraceError) {
    guard record.count <= window.limit else {
      throw TraceError.tooLong(file, line: line, limit: window.limit)
    }
    // While the header itself is read, nothing is expected yet.
    guard columns.isEmpty || fields.count == columns.count else {
      throw TraceError(
        .fieldCount, file: file, line: line, found: Self.plural(fields.count),
        expected: Self.plural(columns.count))
    }
  }

  private static func plural(_ count: Int) -> String { count == 1 ? "1 field" : "\(count) fields" }

  private mutating func readOn(openQuote: Int?) throws(TraceError) {
    switch try window.extend() {
    case .more: return
    case .full: throw TraceError.tooLong(file, line: nextLine, limit: window.limit)
    case .end:
      // Without an open quote the end of the file ends the record, and the next scan says so.
      guard let openQuote else { return }
      let bytes = window.bytes
      guard scanRecord(bytes, atEnd: true, into: &fields).isShort else { return }
      throw TraceError(
        .unterminatedQuote, file: file, line: nextLine + Self.lineBreaks(in: bytes[..<openQuote]),
        column: columnLabel(fields.count), found: "a quote that is never closed",
        expected: "a closing quote before the end of the file")
    }
  }

  private func syntaxError(_ bytes: Bytes, field: Int, offset: Int, expected: String) -> TraceError {
    TraceError(
      .malformed, file: file, line: nextLine + Self.lineBreaks(in: bytes[..<offset]),
      column: columnLabel(fields.count), found: quotedExcerpt(Bytes(rebasing: bytes[field...offset])),
      expected: expected)
  }

  private static func lineBreaks(in bytes: Slice<Bytes>) -> Int {
    bytes.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
  }

  private func columnLabel(_ column: Int) -> TraceError.Column {
    column < columns.count ? .name(columns[column]) : .index(column + 1)
  }

  /// The bytes of a field as they stand in the file, without outer quotes; valid until the next `advance`.
  func bytes(_ column: Int) -> Bytes {
    let field = fields[column]
    return Bytes(rebasing: record[field.start..<field.end])
  }

  /// Whether quotes within a field are doubled.
  func hasDoubledQuotes(_ column: Int) -> Bool { fields[column].hasDoubledQuotes }

  /// A fault of `kind` in a field of the current record, for rules that only the format knows.
  @inline(never)
  public func fault(_ kind: TraceError.Kind, _ column: Int, expected: String) -> TraceError {
    // A field behind line breaks in quotes is further down than its record.
    let above = record[..<min(fields[column].start, record.count)]
    return TraceError(
      kind, file: file, line: line + Self.lineBreaks(in: above), column: columnLabel(column),
      found: quotedExcerpt(bytes(column)), expected: expected)
  }
}

extension CSVScan {
  fileprivate var isShort: Bool {
    if case .short = self { true } else { false }
  }
}
