/// One event of a stream as it came: its bytes, up to and including the empty line, and where its data are. A
/// frame may hold comments only. It must not outlive the call that it is given to.
public struct SSEFrame {
  /// All bytes of the event; forward these. All frames one after the other, and the unfinished rest, are the
  /// stream.
  public let bytes: UnsafeRawBufferPointer

  /// Where the value of the first data line is within `bytes`; nil if there is none.
  public let data: Range<Int>?

  /// How many data lines there are. `data` is all there is only if there is one.
  public let dataLines: Int

  /// Where the value of the last event field is within `bytes`; nil if there is none.
  public let event: Range<Int>?

  /// Whether a byte order mark may stand before the first line.
  let isFirst: Bool

  /// Calls `body` with the data, joined by line feeds if there are several lines; empty if there are none.
  public func withData<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
    if dataLines > 1 { return joinedData.withUnsafeBytes(body) }
    return body(data.map { bytes.part($0) } ?? UnsafeRawBufferPointer(start: nil, count: 0))
  }

  private var joinedData: [UInt8] {
    var joined: [UInt8] = []
    var at = isFirst && bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    var isFirstLine = true
    while at < bytes.count {
      let end = SSELine.end(in: bytes, from: at)
      let line = SSELine(bytes, at..<end)
      at = end + 1
      guard line.field == .data else { continue }
      if !isFirstLine { joined.append(0x0a) }
      joined.append(contentsOf: bytes[line.value])
      isFirstLine = false
    }
    return joined
  }
}
