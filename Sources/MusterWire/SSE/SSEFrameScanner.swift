/// Cuts an event stream into whole events without touching them, for passing on the bytes while looking at
/// the data.
///
/// An event that lies whole within the bytes given is not copied; only a rest without its end is kept, and
/// joined with what follows. How the stream is cut never changes the frames. A frame ends with its empty
/// line. If that line ends with a carriage return after a line that did not, the next byte decides whether a
/// line feed belongs to it, and the frame is given out with that byte, or by `finish`.
public struct SSEFrameScanner: Sendable {
  /// The sizes that are accepted.
  public let limits: SSELimits

  /// The bytes of an event that has begun and is not complete. At the end of a stream call `finish` first:
  /// what is left then is an event cut short.
  public private(set) var unfinished: [UInt8] = []

  private var progress: FrameProgress
  private var failure: WireError?

  /// A scanner at the start of a stream.
  public init(limits: SSELimits = SSELimits()) {
    self.limits = limits
    progress = FrameProgress(limits: limits)
  }

  /// Takes the next bytes and gives every event that they complete to `emit`, before it returns. After an
  /// error the scanner gives the same error for ever.
  public mutating func feed(
    _ bytes: UnsafeRawBufferPointer, _ emit: (SSEFrame) -> Void
  ) throws(WireError) {
    if let failure { throw failure }
    do {
      var start = 0
      while start < bytes.count, !unfinished.isEmpty { start = try extend(with: bytes, from: start, emit) }
      while start < bytes.count {
        let view = bytes.part(start..<bytes.count)
        guard let end = try progress.advance(view, isLast: false) else { break }
        emit(progress.take(view.part(0..<end)))
        start += end
      }
      unfinished.append(contentsOf: bytes[start...])
    } catch {
      failure = error
      throw error
    }
  }

  /// Takes the next bytes and gives every event that they complete to `emit`, before it returns.
  public mutating func feed(
    _ bytes: some Collection<UInt8>, _ emit: (SSEFrame) -> Void
  ) throws(WireError) {
    try withRawBytes(of: bytes) { bytes throws(WireError) in try feed(bytes, emit) }
  }

  /// Says that no more bytes come: gives out an event whose last carriage return could have been half of a
  /// CRLF.
  public mutating func finish(_ emit: (SSEFrame) -> Void) throws(WireError) {
    if let failure { throw failure }
    if unfinished.isEmpty { return }
    let bytes = unfinished
    let end = try withRawBytes(of: bytes) { view throws(WireError) in
      let end = try progress.advance(view, isLast: true)
      if let end { emit(progress.take(view.part(0..<end))) }
      return end
    }
    unfinished.removeFirst(end ?? 0)
  }

  /// Joins the event begun with the next line of `bytes`; where to go on in them.
  private mutating func extend(
    with bytes: UnsafeRawBufferPointer, from start: Int, _ emit: (SSEFrame) -> Void
  ) throws(WireError) -> Int {
    let next = min(SSELine.end(in: bytes, from: start) + 1, bytes.count)
    var joined = unfinished
    unfinished = []
    joined.append(contentsOf: bytes[start..<next])
    let end = try withRawBytes(of: joined) { view throws(WireError) in
      let end = try progress.advance(view, isLast: false)
      if let end { emit(progress.take(view.part(0..<end))) }
      return end
    }
    guard let end else {
      unfinished = joined
      return next
    }
    // What lies beyond the frame came with the bytes just joined and is read again in its place.
    let surplus = joined.count - end
    joined.removeAll(keepingCapacity: joined.capacity <= 1 << 16)
    unfinished = joined
    return next - surplus
  }
}
