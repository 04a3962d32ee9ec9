import Glibc

/// A file, plain or gzip, line by line, without copying.
///
/// Lines end in LF or CRLF, the last one perhaps in neither; a byte-order mark is dropped.
package struct LineSource: ~Copyable {
  /// The number, from 1, of the line last returned; 0 before the first.
  package private(set) var line = 0
  private var window: ByteWindow

  /// Opens `path`; a line over `limit` bytes is refused. Throws `unreadable` or `corruptGzip`.
  package init(path: String, limit: Int? = nil) throws(TraceError) {
    window = try ByteWindow(path: path, limit: limit ?? ByteWindow.defaultLimit)
  }

  /// The path as the caller gave it.
  package var file: String { window.file }

  /// The next line without its line break, valid until the next call, or nil at the end of the file.
  ///
  /// Throws `lineTooLong`, `unreadable` or `corruptGzip`.
  package mutating func next() throws(TraceError) -> Bytes? {
    while true {
      let bytes = window.bytes
      if let end = Self.lineBreak(in: bytes) { return try take(end, of: bytes, lineBreak: 1) }
      switch try window.extend() {
      case .more: continue
      case .full: throw TraceError.tooLong(file, line: line + 1, limit: window.limit)
      case .end:
        return window.bytes.isEmpty ? nil : try take(window.bytes.count, of: window.bytes, lineBreak: 0)
      }
    }
  }

  private static func lineBreak(in bytes: Bytes) -> Int? {
    guard let base = bytes.baseAddress, let found = memchr(base, Int32(UInt8(ascii: "\n")), bytes.count)
    else {
      return nil
    }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  private mutating func take(_ count: Int, of bytes: Bytes, lineBreak: Int) throws(TraceError) -> Bytes {
    window.consume(count + lineBreak)
    line += 1
    let endsInCR = count > 0 && bytes[count - 1] == UInt8(ascii: "\r")
    let length = endsInCR ? count - 1 : count
    guard length <= window.limit else { throw TraceError.tooLong(file, line: line, limit: window.limit) }
    return Bytes(rebasing: bytes[..<length])
  }
}
