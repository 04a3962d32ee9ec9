/// How large the parts of an event stream may grow before reading it fails with `WireError.Kind.tooLarge`.
public struct SSELimits: Hashable, Sendable {
  /// The longest line, in bytes without its end.
  public var lineBytes: Int

  /// The largest event, in bytes from the end of the event before to its empty line.
  public var eventBytes: Int

  /// By default 8 MiB a line, 16 MiB an event: an image in one data line fits.
  public init(lineBytes: Int = 8 << 20, eventBytes: Int = 16 << 20) {
    self.lineBytes = lineBytes
    self.eventBytes = eventBytes
  }

  /// Throws if the bytes of a stream from `eventStart` or `lineStart` to `end` are too many. The error's
  /// place is where the first limit was passed, however the stream was cut.
  @inline(__always)
  func check(eventStart: Int, lineStart: Int, end: Int) throws(WireError) {
    if end - lineStart > lineBytes || end - eventStart > eventBytes {
      throw tooLarge(eventStart: eventStart, lineStart: lineStart)
    }
  }

  @inline(never)
  private func tooLarge(eventStart: Int, lineStart: Int) -> WireError {
    let isLine = lineStart + lineBytes <= eventStart + eventBytes
    let limit = isLine ? lineBytes : eventBytes
    return WireError(
      .tooLarge, "event stream", offset: limit + (isLine ? lineStart : eventStart),
      found: "more than \(limit) bytes in one \(isLine ? "line" : "event")", expected: "at most \(limit)")
  }
}
