import NIOCore

/// Finds the ends of HTTP/1.1 responses in a connection's bytes: those with a length and those in chunks. Reads no
/// header but these two, so that the load generator takes little of the machine that it measures on.
struct ResponseScanner {
  private enum Place {
    case head
    case body(left: Int)
    case chunkSize
    case chunk(left: Int)
    case trailer
  }

  /// What became of the bytes so far.
  enum Turn {
    case needsMore
    case ended
    /// Not a response that is understood.
    case failed
  }

  private var place = Place.head
  private(set) var status = 0
  /// The body so far, without its framing.
  private(set) var body = ByteBuffer()

  /// Makes ready for the next response.
  mutating func reset() {
    place = .head
    status = 0
    body.clear(minimumCapacity: 0)
  }

  /// Takes bytes in, up to the end of the response.
  mutating func scan(_ bytes: inout ByteBuffer) -> Turn {
    while true {
      switch place {
      case .head:
        guard let length = Self.headLength(bytes) else { return .needsMore }
        guard let head = bytes.readSlice(length: length), readHead(head) else { return .failed }
        if case .body(0) = place { return .ended }
      case .body(let left):
        guard take(left, from: &bytes, as: { .body(left: $0) }) else { return .needsMore }
        return .ended
      case .chunkSize:
        guard let line = Self.readLine(&bytes) else { return .needsMore }
        guard let size = Int(line.prefix { $0 != ";" }, radix: 16) else { return .failed }
        place = size == 0 ? .trailer : .chunk(left: size)
      case .chunk(let left):
        guard take(left, from: &bytes, as: { .chunk(left: $0) }) else { return .needsMore }
        place = .chunk(left: 0)
        guard bytes.readableBytes >= 2 else { return .needsMore }
        bytes.moveReaderIndex(forwardBy: 2)
        place = .chunkSize
      case .trailer:
        guard let line = Self.readLine(&bytes) else { return .needsMore }
        if line.isEmpty { return .ended }
      }
    }
  }

  /// Moves up to so many bytes into the body.
  /// - Returns: whether all of them were there.
  private mutating func take(_ left: Int, from bytes: inout ByteBuffer, as place: (Int) -> Place) -> Bool {
    let count = min(left, bytes.readableBytes)
    if count > 0, var slice = bytes.readSlice(length: count) { body.writeBuffer(&slice) }
    self.place = place(left - count)
    return count == left
  }

  /// With the empty line behind it.
  private static func headLength(_ bytes: ByteBuffer) -> Int? {
    bytes.withUnsafeReadableBytes { bytes in
      var at = 3
      while at < bytes.count {
        if bytes[at] == 0x0a, bytes[at - 1] == 0x0d, bytes[at - 2] == 0x0a { return at + 1 }
        at += 1
      }
      return nil
    }
  }

  private mutating func readHead(_ head: ByteBuffer) -> Bool {
    let lines = String(buffer: head).split(separator: "\r\n")
    guard let first = lines.first, first.hasPrefix("HTTP/1."), let code = Int(first.dropFirst(9).prefix(3))
    else {
      return false
    }
    status = code
    place = .body(left: 0)
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      switch line[..<colon].lowercased() {
      case "content-length":
        guard let length = Int(value) else { return false }
        place = .body(left: length)
      case "transfer-encoding": if value.lowercased().hasSuffix("chunked") { place = .chunkSize }
      default: break
      }
    }
    return true
  }

  private static func readLine(_ bytes: inout ByteBuffer) -> String? {
    guard let end = bytes.readableBytesView.firstIndex(of: 0x0a) else { return nil }
    var line = bytes.readString(length: end - bytes.readerIndex + 1) ?? ""
    line.unicodeScalars.removeAll { $0 == "\r" || $0 == "\n" }
    return line
  }
}
