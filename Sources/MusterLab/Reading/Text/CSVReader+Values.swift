/// Values by type. Each names the file, line and column in what it throws.
extension CSVReader {
  /// Whether nothing stands in the field.
  public func isEmpty(_ column: Int) -> Bool { bytes(column).isEmpty }

  /// The field as a whole number. Throws `malformed`, `negative` or `outOfRange`.
  public func wholeNumber(
    _ column: Int, in range: ClosedRange<Int64> = .min ... .max
  ) throws(TraceError) -> Int64 {
    switch parseWholeNumber(bytes(column), in: range) {
    case .value(let value): return value
    case .fault(let kind): throw fault(kind, column, expected: expectation(range))
    }
  }

  /// The field as a number. Throws `malformed`, `negative` or `outOfRange`.
  public func number(
    _ column: Int,
    in range: ClosedRange<Double> = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
  ) throws(TraceError) -> Double {
    switch parseNumber(bytes(column), in: range) {
    case .value(let value): return value
    case .fault(let kind): throw fault(kind, column, expected: expectation(range))
    }
  }

  /// The field, which is 0 or 1. Throws `malformed`, `negative` or `outOfRange`.
  public func flag(_ column: Int) throws(TraceError) -> Bool {
    try wholeNumber(column, in: 0...1) == 1
  }

  /// The field as text, with doubled quotes made single. Throws `invalidUTF8`.
  public func text(_ column: Int) throws(TraceError) -> String {
    let field = bytes(column)
    let text = hasDoubledQuotes(column) ? Self.undoubled(field) : validText(field)
    guard let text else { throw fault(.invalidUTF8, column, expected: "text in UTF-8") }
    return text
  }

  /// The field as text that often comes again. Throws `invalidUTF8`.
  func text(_ column: Int, sharedBy cache: inout StringCache) throws(TraceError) -> String {
    guard !hasDoubledQuotes(column) else { return try text(column) }
    guard let text = cache.text(bytes(column)) else {
      throw fault(.invalidUTF8, column, expected: "text in UTF-8")
    }
    return text
  }

  private static func undoubled(_ field: Bytes) -> String? {
    let quote = UInt8(ascii: "\"")
    var plain: [UInt8] = []
    plain.reserveCapacity(field.count)
    var index = 0
    while index < field.count {
      plain.append(field[index])
      // Within a quoted field quotes come only in pairs.
      index += field[index] == quote ? 2 : 1
    }
    return String(validating: plain, as: UTF8.self)
  }
}

/// Values that a file may leave out: nil where the column is missing or the field is empty.
extension CSVReader {
  /// Like ``wholeNumber(_:in:)``, or nil.
  public func wholeNumberIfPresent(
    _ column: Int?, in range: ClosedRange<Int64> = .min ... .max
  ) throws(TraceError) -> Int64? {
    guard let column, !isEmpty(column) else { return nil }
    return try wholeNumber(column, in: range)
  }

  /// Like ``number(_:in:)``, or nil.
  public func numberIfPresent(
    _ column: Int?,
    in range: ClosedRange<Double> = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
  ) throws(TraceError) -> Double? {
    guard let column, !isEmpty(column) else { return nil }
    return try number(column, in: range)
  }

  /// Like ``flag(_:)``, or nil.
  public func flagIfPresent(_ column: Int?) throws(TraceError) -> Bool? {
    guard let column, !isEmpty(column) else { return nil }
    return try flag(column)
  }

  /// Like `text(_:sharedBy:)`, or nil.
  func textIfPresent(_ column: Int?, sharedBy cache: inout StringCache) throws(TraceError) -> String? {
    guard let column, !isEmpty(column) else { return nil }
    return try text(column, sharedBy: &cache)
  }
}
