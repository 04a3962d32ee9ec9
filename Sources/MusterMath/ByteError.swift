/// Why bytes could not be read. Offsets count from the start of the reader's input.
public enum ByteError: Error, Equatable, Sendable {
  /// The input ends too early: `needed` bytes were wanted from `at` on, by a read or by a length prefix.
  case truncated(at: Int, needed: UInt64)
  /// A varint that does not fit into 64 bits or is longer than it has to be.
  case malformedVarint(at: Int)
  /// A string that is not UTF-8.
  case invalidUTF8(at: Int)
  /// Bytes are left over at the end.
  case trailingBytes(at: Int, count: Int)
}
