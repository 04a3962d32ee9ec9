/// Walks over one line of JSON (RFC 8259), value by value, without building a tree.
///
/// Strict: no comments, no trailing commas, no leading zeros, nothing behind the value. What the caller does not
/// want it skips, checking its syntax on the way.
///
/// ```swift
/// var json = JSONScanner(line, file: "trace.jsonl", line: 3)
/// try json.beginObject()
/// while let key = try json.nextKey() {
///   if key == "timestamp" { time = try json.wholeNumber(in: 0...Int64.max) } else { try json.skipValue() }
/// }
/// try json.end()
/// ```
package struct JSONScanner {
  /// The deepest nesting that is skipped.
  package static let deepest = 64

  let text: Bytes
  let file: String
  let line: Int
  var index = 0
  var key: String?
  /// Whether no comma is due before the next member of the object or list.
  var isFirst = true

  /// Begins at the start of `text`, which must outlive the scanner; `file` and `line` are for errors.
  package init(_ text: Bytes, file: String, line: Int) {
    self.text = text
    self.file = file
    self.line = line
  }

  /// Enters an object.
  package mutating func beginObject() throws(TraceError) {
    try expect("{", "an object")
    isFirst = true
  }

  /// The next key of the object that was entered last, with its value up next; nil behind the last one.
  package mutating func nextKey() throws(TraceError) -> String? {
    key = nil
    guard try nextMember(closing: "}") else { return nil }
    let name = try string()
    try expect(":", "a colon")
    key = name
    return name
  }

  /// A whole number. One written with a fraction or an exponent is `malformed`.
  package mutating func wholeNumber(in range: ClosedRange<Int64>) throws(TraceError) -> Int64 {
    skipSpace()
    let start = index
    let isSound = skipNumber()
    let token = Bytes(rebasing: text[start..<index])
    guard isSound else { throw fault(.malformed, at: start, expected: expectation(range)) }
    switch parseWholeNumber(token, in: range) {
    case .value(let value): return value
    case .fault(let kind): throw fault(kind, at: start, expected: expectation(range))
    }
  }

  /// A list of whole numbers from 0 to the largest `UInt32`.
  package mutating func wholeNumbers() throws(TraceError) -> [UInt32] {
    try expect("[", "a list")
    var numbers: [UInt32] = []
    isFirst = true
    while try nextMember(closing: "]") {
      numbers.append(UInt32(try wholeNumber(in: 0...Int64(UInt32.max))))
    }
    isFirst = false
    return numbers
  }

  /// Steps over a value of any kind.
  package mutating func skipValue() throws(TraceError) { try skipValue(depth: 0) }

  /// Checks that nothing but space is left.
  package mutating func end() throws(TraceError) {
    skipSpace()
    guard index == text.count else { throw fault(.malformed, at: index, expected: "the end of the line") }
  }

  /// A fault of the key `name`, or of the line where there is none: for rules that only the format knows.
  package func fault(
    _ kind: TraceError.Kind, key name: String?, found: String, expected: String
  ) -> TraceError {
    TraceError(
      kind, file: file, line: line, column: name.map { .name($0) }, found: found, expected: expected)
  }
}
