/// The parameters of a statement, in PostgreSQL's binary format, one after the other in one buffer.
struct Parameters {
  // Never empty: a null pointer would be a NULL.
  private var buffer: [UInt8] = [0]
  private var starts: [Int] = []

  init(_ integers: Int64...) { for integer in integers { add(integer) } }

  /// A `bigint`.
  mutating func add(_ integer: Int64) {
    starts.append(buffer.count)
    put(integer)
  }

  /// A `text`.
  mutating func add(_ text: String) {
    starts.append(buffer.count)
    buffer.append(contentsOf: text.utf8)
  }

  /// A `bytea`.
  mutating func add(_ bytes: ArraySlice<UInt8>) {
    starts.append(buffer.count)
    buffer.append(contentsOf: bytes)
  }

  /// A `bigint[]` of at least one element.
  mutating func add(array: ArraySlice<Int64>) {
    beginArray(count: array.count, element: 20, bytes: array.count * 8)
    for integer in array {
      put(Int32(8))
      put(integer)
    }
  }

  /// A `bytea[]` of at least one element.
  mutating func add(array: ArraySlice<[UInt8]>) {
    beginArray(count: array.count, element: 17, bytes: array.reduce(0) { $0 + $1.count })
    for bytes in array {
      put(Int32(bytes.count))
      buffer.append(contentsOf: bytes)
    }
  }

  /// Calls the body with what `PQexecPrepared` takes: how many, their values, lengths and formats.
  func withPointers<Value>(
    _ body: (
      Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
    ) -> Value
  ) -> Value {
    let ends = starts.dropFirst() + [buffer.count]
    let lengths = zip(starts, ends).map { Int32($1 - $0) }
    let formats = [Int32](repeating: 1, count: starts.count)
    return buffer.withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        let values = starts.map { start in characters.baseAddress.map { $0 + start } }
        return body(Int32(starts.count), values, lengths, formats)
      }
    }
  }

  /// The header of an array of one dimension without NULLs.
  private mutating func beginArray(count: Int, element type: Int32, bytes: Int) {
    starts.append(buffer.count)
    buffer.reserveCapacity(buffer.count + 20 + 4 * count + bytes)
    for field in [1, 0, type, Int32(count), 1] { put(field) }
  }

  private mutating func put<Number: FixedWidthInteger>(_ number: Number) {
    withUnsafeBytes(of: number.bigEndian) { buffer.append(contentsOf: $0) }
  }
}
