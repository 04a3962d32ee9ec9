/// Rows of a fixed number of fields with spaces or tabs between them, and comments between the rows.
struct WordReader: ~Copyable {
  /// The names of the columns.
  let columns: [String]
  private var lines: LineSource
  private var text = Bytes(start: nil, count: 0)
  private var words: [Range<Int>] = []
  private let comment: UInt8

  /// Opens `path`; a line that begins with `comment`, spaces aside, is none of the rows.
  init(path: String, columns: [String], comment: Unicode.Scalar) throws(TraceError) {
    lines = try LineSource(path: path)
    self.columns = columns
    self.comment = UInt8(ascii: comment)
  }

  var file: String { lines.file }
  /// The line of the current row, from 1; 0 before the first.
  var line: Int { lines.line }

  /// Goes to the next row, giving the comments on the way to `note`; false at the end of the file.
  mutating func advance(note: (Bytes) -> Void) throws(TraceError) -> Bool {
    while let next = try lines.next() {
      text = next
      split()
      guard let first = words.first else { continue }
      guard text[first.lowerBound] == comment else { return true }
      note(Bytes(rebasing: text[(first.lowerBound + 1)...]))
    }
    return false
  }

  private mutating func split() {
    words.removeAll(keepingCapacity: true)
    var index = 0
    while index < text.count {
      if Self.isSpace(text[index]) {
        index += 1
        continue
      }
      let start = index
      while index < text.count, !Self.isSpace(text[index]) { index += 1 }
      words.append(start..<index)
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// Throws `fieldCount` if the row does not have a word for each column.
  func checkCount() throws(TraceError) {
    guard words.count == columns.count else {
      throw TraceError(
        .fieldCount, file: file, line: line, found: words.count == 1 ? "1 field" : "\(words.count) fields",
        expected: "\(columns.count) fields")
    }
  }

  /// A fault of `kind` in a field of the current row.
  func fault(_ kind: TraceError.Kind, _ column: Int, expected: String) -> TraceError {
    TraceError(
      kind, file: file, line: line, column: .name(columns[column]), found: quotedExcerpt(bytes(column)),
      expected: expected)
  }

  private func bytes(_ column: Int) -> Bytes { Bytes(rebasing: text[words[column]]) }

  /// The field as a whole number. Throws `malformed`, `negative` or `outOfRange`.
  func wholeNumber(_ column: Int, in range: ClosedRange<Int64>) throws(TraceError) -> Int64 {
    switch parseWholeNumber(bytes(column), in: range) {
    case .value(let value): return value
    case .fault(let kind): throw fault(kind, column, expected: expectation(range))
    }
  }

  /// The field as a number. Throws `malformed`, `negative` or `outOfRange`.
  func number(_ column: Int, in range: ClosedRange<Double>) throws(TraceError) -> Double {
    switch parseNumber(bytes(column), in: range) {
    case .value(let value): return value
    case .fault(let kind): throw fault(kind, column, expected: expectation(range))
    }
  }
}
