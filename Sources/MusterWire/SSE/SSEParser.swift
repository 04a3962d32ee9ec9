/// Reads an event stream that arrives in pieces of any size, by the rules of the WHATWG HTML standard
/// (section 9.2.6): lines end with CR, LF or CRLF; one byte order mark at the start is skipped; data lines
/// are joined by line feeds; an event without data is not given out; an unfinished event at the end is
/// dropped.
///
/// How the stream is cut never changes what comes out. After an error the parser gives the same error for
/// ever.
public struct SSEParser: Sendable {
  /// The sizes that are accepted.
  public let limits: SSELimits

  /// The last id that an event carried; empty if none. Send it as `Last-Event-ID` when connecting again.
  public private(set) var lastEventID = ""

  /// How long to wait before connecting again, in milliseconds, if the stream said so.
  public private(set) var retryMilliseconds: Int?

  private var line: [UInt8] = []
  private var data: [UInt8] = []
  private var hasData = false
  private var type = ""
  private var idBuffer = ""
  private var followsCarriageReturn = false
  private var isAtStart = true
  private var offset = 0
  private var eventStart = 0
  private var failure: WireError?

  /// A parser at the start of a stream.
  public init(limits: SSELimits = SSELimits()) { self.limits = limits }

  /// Whether an event has begun that is not complete: at the end of a stream the sign that it was cut short.
  public var isWithinEvent: Bool { !line.isEmpty || hasData || !type.isEmpty }

  /// Takes the next bytes and gives every event that they complete to `emit`.
  public mutating func feed(
    _ bytes: UnsafeRawBufferPointer, _ emit: (SSEEvent) -> Void
  ) throws(WireError) {
    if let failure { throw failure }
    do {
      try read(bytes, emit)
    } catch {
      failure = error
      throw error
    }
  }

  /// Takes the next bytes; the events that they complete.
  public mutating func feed(_ bytes: some Collection<UInt8>) throws(WireError) -> [SSEEvent] {
    var events: [SSEEvent] = []
    try withRawBytes(of: bytes) { bytes throws(WireError) in try feed(bytes) { events.append($0) } }
    return events
  }

  private mutating func read(
    _ bytes: UnsafeRawBufferPointer, _ emit: (SSEEvent) -> Void
  ) throws(WireError) {
    var at = 0
    while at < bytes.count {
      if followsCarriageReturn {
        followsCarriageReturn = false
        if bytes[at] == 0x0a {
          at += 1
          continue
        }
      }
      let end = SSELine.end(in: bytes, from: at)
      line.append(contentsOf: bytes[at..<end])
      try limits.check(eventStart: eventStart, lineStart: offset + end - line.count, end: offset + end)
      at = end
      if end == bytes.count { break }
      followsCarriageReturn = bytes[end] == 0x0d
      at += 1
      if isAtStart, line.starts(with: [0xef, 0xbb, 0xbf]) { line.removeFirst(3) }
      isAtStart = false
      if line.isEmpty {
        dispatch(emit)
        eventStart = offset + at
      } else {
        takeLine()
        line.removeAll(keepingCapacity: true)
      }
    }
    offset += bytes.count
  }

  private mutating func takeLine() {
    line.withUnsafeBytes { bytes in
      let line = SSELine(bytes, 0..<bytes.count)
      let value = bytes[line.value]
      switch line.field {
      case .data:
        if hasData { data.append(0x0a) }
        data.append(contentsOf: value)
        hasData = true
      case .event: type = String(decoding: value, as: UTF8.self)
      case .id: if !value.contains(0) { idBuffer = String(decoding: value, as: UTF8.self) }
      case .retry:
        if !value.isEmpty, value.allSatisfy({ $0 &- 0x30 < 10 }),
          let number = Int(String(decoding: value, as: UTF8.self))
        {
          retryMilliseconds = number
        }
      case .comment, .unknown: break
      }
    }
  }

  private mutating func dispatch(_ emit: (SSEEvent) -> Void) {
    lastEventID = idBuffer
    if hasData { emit(SSEEvent(type: type.isEmpty ? "message" : type, data: data, lastEventID: lastEventID)) }
    data.removeAll(keepingCapacity: true)
    hasData = false
    type = ""
  }
}
