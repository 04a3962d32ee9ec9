/// Writes event streams.
public enum SSEEncoder {
  /// One event, empty line included. Data of several lines (CR, LF or CRLF) get a data field each; what a
  /// reader gets has line feeds between them. Throws a `WireError` of kind `value` if `type` or `id` holds a
  /// line end, or `id` a zero byte, which no stream can carry.
  public static func event(
    _ data: some Collection<UInt8>, type: String? = nil, id: String? = nil, retryMilliseconds: Int? = nil
  ) throws(WireError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(data.count + 32)
    if let type { try append("event", type, to: &bytes) }
    if let id { try append("id", id, to: &bytes) }
    if let retryMilliseconds { try append("retry", String(retryMilliseconds), to: &bytes) }
    appendData(data, to: &bytes)
    return bytes
  }

  /// One event of data alone, empty line included.
  public static func data(_ data: some Collection<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(data.count + 8)
    appendData(data, to: &bytes)
    return bytes
  }

  /// A comment, which readers ignore: what keeps a quiet connection open. Line ends in `text` become spaces.
  public static func comment(_ text: String = "") -> [UInt8] {
    [0x3a, 0x20] + text.utf8.map { $0 == 0x0a || $0 == 0x0d ? 0x20 : $0 } + [0x0a, 0x0a]
  }

  /// What ends a stream of chat or completions: `data: [DONE]`.
  public static let done: [UInt8] = data("[DONE]".utf8)

  private static func append(_ field: String, _ value: String, to bytes: inout [UInt8]) throws(WireError) {
    if let bad = value.utf8.first(where: { $0 == 0x0a || $0 == 0x0d || $0 == 0 && field == "id" }) {
      throw WireError(.value, field, found: WireError.name(of: bad), expected: "text on one line")
    }
    bytes.append(contentsOf: "\(field): \(value)\n".utf8)
  }

  private static func appendData(_ data: some Collection<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: "data: ".utf8)
    var followsCarriageReturn = false
    for byte in data {
      if byte == 0x0a || byte == 0x0d {
        if !(byte == 0x0a && followsCarriageReturn) { bytes.append(contentsOf: "\ndata: ".utf8) }
      } else {
        bytes.append(byte)
      }
      followsCarriageReturn = byte == 0x0d
    }
    bytes += [0x0a, 0x0a]
  }
}
