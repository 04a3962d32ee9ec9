/// Rules that several formats share.
extension CSVReader {
  /// The field as text that may not be empty. Throws `malformed` or `invalidUTF8`.
  public func name(_ column: Int) throws(TraceError) -> String {
    guard !isEmpty(column) else { throw fault(.malformed, column, expected: "a name") }
    return try text(column)
  }

  /// Like ``name(_:)``, for text that often comes again.
  func name(_ column: Int, sharedBy cache: inout StringCache) throws(TraceError) -> String {
    guard !isEmpty(column) else { throw fault(.malformed, column, expected: "a name") }
    return try text(column, sharedBy: &cache)
  }

  /// Throws `outOfOrder` if `time`, which stands in `column`, lies before `previous`, that of the row before.
  func checkOrder(_ column: Int, _ time: Int64, after previous: Int64) throws(TraceError) {
    guard time < previous else { return }
    throw fault(.outOfOrder, column, expected: "no less than in the row before")
  }
}
