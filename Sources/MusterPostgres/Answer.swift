import CPostgres

/// What the server answered: rows of binary values.
final class Answer {
  private let result: OpaquePointer

  /// Takes over the result.
  init(_ result: OpaquePointer) { self.result = result }

  deinit { PQclear(result) }

  /// How many rows came back.
  var count: Int { Int(PQntuples(result)) }

  /// How many rows were inserted, updated or deleted.
  var changed: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

  /// What was done, such as "COMMIT".
  var tag: String { String(cString: PQcmdStatus(result)) }

  /// A `bigint`, or nil for a NULL or something else.
  func integer(_ row: Int, _ column: Int) -> Int64? {
    withBytes(row, column) { bytes in
      bytes.count == 8 ? Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)) : nil
    } ?? nil
  }

  /// A `bytea`, or nil for a NULL.
  func bytes(_ row: Int, _ column: Int) -> [UInt8]? { withBytes(row, column) { Array($0) } }

  /// A `text`, or nil for a NULL.
  func text(_ row: Int, _ column: Int) -> String? {
    withBytes(row, column) { String(decoding: $0, as: UTF8.self) }
  }

  private func withBytes<Value>(_ row: Int, _ column: Int, _ body: (UnsafeRawBufferPointer) -> Value)
    -> Value?
  {
    let (row, column) = (Int32(row), Int32(column))
    guard row < PQntuples(result), column < PQnfields(result), PQgetisnull(result, row, column) == 0 else {
      return nil
    }
    return withExtendedLifetime(self) {
      body(
        UnsafeRawBufferPointer(
          start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column))))
    }
  }
}
