extension TraceContext {
  /// Reads the headers of a request. Throws if `traceparent` breaks the standard: start a new trace then. A
  /// `tracestate` that breaks it is dropped whole, as the standard has it, and harms nothing.
  ///
  /// Version 00 must be exactly 55 characters. Of later versions the same 55 are read, and more may follow
  /// after a dash. Version ff, upper-case digits and ids of zeros are refused.
  /// - Parameters:
  ///   - traceparent: the header's value.
  ///   - tracestate: the values of all `tracestate` headers, in order.
  public init(traceparent: String, tracestate: [String] = []) throws(WireError) {
    let bytes = Array(traceparent.utf8)
    guard bytes.count >= 55 else {
      throw Self.refused(bytes.count, "\(bytes.count) characters", "at least 55")
    }
    let version = try Self.number(bytes, 0..<2)
    if version == 0xff { throw Self.refused(0, "version ff", "a version from 00 to fe") }
    if version == 0, bytes.count > 55 {
      throw Self.refused(55, "\(bytes.count) characters", "55 in version 00")
    }
    for dash in [2, 35, 52, 55] where dash < bytes.count && bytes[dash] != 0x2d {
      throw Self.refused(dash, WireError.name(of: bytes[dash]), "'-'")
    }
    let high = try Self.number(bytes, 3..<19)
    let low = try Self.number(bytes, 19..<35)
    guard let traceID = TraceID(high: high, low: low) else {
      throw Self.refused(3, "a trace id of zeros", "one that is not")
    }
    let spanID = try Self.number(bytes, 36..<52)
    let flags = try Self.number(bytes, 53..<55)
    let state = TraceState.join(tracestate)
    guard
      let context = TraceContext(
        traceID: traceID, spanID: spanID, flags: UInt8(truncatingIfNeeded: flags), state: state)
    else { throw Self.refused(36, "a parent id of zeros", "one that is not") }
    self = context
  }

  /// The number in lower-case hexadecimal digits.
  private static func number(_ bytes: [UInt8], _ range: Range<Int>) throws(WireError) -> UInt64 {
    var number: UInt64 = 0
    for at in range {
      guard let digit = HexDigit.value(of: bytes[at]), !(0x41...0x46).contains(bytes[at]) else {
        throw refused(at, WireError.name(of: bytes[at]), "a lower-case hexadecimal digit")
      }
      number = number << 4 | UInt64(digit)
    }
    return number
  }

  private static func refused(_ offset: Int, _ found: String, _ expected: String) -> WireError {
    WireError(.syntax, "traceparent", offset: offset, found: found, expected: expected)
  }
}
