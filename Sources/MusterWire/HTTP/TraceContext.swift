/// Where a request stands in a distributed trace: the W3C Trace Context headers `traceparent` and
/// `tracestate`.
///
/// Ids are the caller's to make; nothing here is random.
public struct TraceContext: Hashable, Sendable {
  /// The 128 bits of a trace's id, never all zero.
  public struct TraceID: Hashable, Sendable {
    /// The first 64 bits.
    public let high: UInt64
    /// The last 64 bits.
    public let low: UInt64

    /// An id of these halves; nil if both are zero.
    public init?(high: UInt64, low: UInt64) {
      if high == 0 && low == 0 { return nil }
      self.high = high
      self.low = low
    }
  }

  /// The trace.
  public let traceID: TraceID

  /// The span that called, in an incoming context; our own, in an outgoing one. Never zero.
  public let spanID: UInt64

  /// The flags that this version knows: bit 0 says that the caller records the trace, bit 1 that the trace's
  /// id is random. Others are dropped.
  public let flags: UInt8

  /// What vendors carry along, as the value of one `tracestate` header; nil for none.
  public let state: String?

  /// A context of these parts; nil if the span's id is zero.
  public init?(traceID: TraceID, spanID: UInt64, flags: UInt8 = 0, state: String? = nil) {
    if spanID == 0 { return nil }
    self.traceID = traceID
    self.spanID = spanID
    self.flags = flags & 0x03
    self.state = state
  }

  /// Whether the caller records the trace.
  public var isSampled: Bool { flags & 1 == 1 }

  /// The context for a span called from here, nil if its id is zero: the same trace, flags and state.
  public func child(spanID: UInt64) -> TraceContext? {
    TraceContext(traceID: traceID, spanID: spanID, flags: flags, state: state)
  }

  /// The value of the header `traceparent`, in version 00.
  public var traceparent: String {
    var bytes = Array("00-".utf8)
    Self.append(traceID.high, to: &bytes)
    Self.append(traceID.low, to: &bytes)
    bytes.append(0x2d)
    Self.append(spanID, to: &bytes)
    bytes += [0x2d, HexDigit.digit(flags >> 4), HexDigit.digit(flags & 15)]
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    for shift in stride(from: UInt64(60), through: 0, by: -4) {
      bytes.append(HexDigit.digit(UInt8(truncatingIfNeeded: number >> shift & 15)))
    }
  }
}
