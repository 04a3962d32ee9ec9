/// How far the search for the end of a frame has come; places count from the frame's first byte.
struct FrameProgress: Sendable {
  private let limits: SSELimits

  /// Where the frame starts in the stream.
  private var offset = 0
  private var lineStart = 0
  private var scanned = 0
  private var data: Range<Int>?
  private var dataLines = 0
  private var event: Range<Int>?

  /// Whether the line before ended with a carriage return alone, which makes another one the end of the
  /// frame.
  private var followsBareReturn = false

  /// Whether the frame before ended at such a carriage return, so that a line feed at the start ends no line.
  private var mayStartWithFeed = false

  init(limits: SSELimits) { self.limits = limits }

  /// Looks on in `view`, which starts at the frame's first byte and has grown since the last call. The end of
  /// the frame, or nil if it has not come.
  mutating func advance(_ view: UnsafeRawBufferPointer, isLast: Bool) throws(WireError) -> Int? {
    if mayStartWithFeed, lineStart == 0, view.first == 0x0a {
      lineStart = 1
      scanned = 1
      followsBareReturn = false
    }
    while true {
      let end = SSELine.end(in: view, from: scanned)
      scanned = end
      try limits.check(eventStart: offset, lineStart: offset + lineStart, end: offset + end)
      if end == view.count { return nil }
      if offset == 0, lineStart == 0, view.part(0..<end).starts(with: [0xef, 0xbb, 0xbf]) { lineStart = 3 }
      let isBlank = end == lineStart
      var next = end + 1
      if view[end] == 0x0d {
        if isBlank, followsBareReturn {
          mayStartWithFeed = true
          return next
        }
        if next == view.count, !isLast { return nil }
        followsBareReturn = next == view.count || view[next] != 0x0a
        if !followsBareReturn { next += 1 }
      } else {
        followsBareReturn = false
      }
      if isBlank {
        mayStartWithFeed = false
        return next
      }
      take(SSELine(view, lineStart..<end))
      lineStart = next
      scanned = next
    }
  }

  /// The frame of `bytes`, whose end `advance` has told, and a new start behind it.
  mutating func take(_ bytes: UnsafeRawBufferPointer) -> SSEFrame {
    defer {
      offset += bytes.count
      (lineStart, scanned, dataLines) = (0, 0, 0)
      (data, event) = (nil, nil)
    }
    return SSEFrame(bytes: bytes, data: data, dataLines: dataLines, event: event, isFirst: offset == 0)
  }

  private mutating func take(_ line: SSELine) {
    switch line.field {
    case .data:
      if dataLines == 0 { data = line.value }
      dataLines += 1
    case .event: event = line.value
    case .id, .retry, .comment, .unknown: break
    }
  }
}
