/// A stretch of a file in memory that slides forward and grows only as far as one record needs.
///
/// Whoever scans it looks at `bytes`, and either gives some up or asks for more; a scan that was too short
/// begins again. Since the window doubles, that costs a constant factor.
struct ByteWindow: ~Copyable {
  /// The longest record accepted, in bytes, unless a caller says otherwise: 16 MiB.
  static let defaultLimit = 16 << 20
  private static let initialCapacity = 256 << 10

  /// What came of asking for more.
  enum Growth {
    /// There are more bytes than before.
    case more
    /// The file is at its end.
    case end
    /// The window is as large as it may become.
    case full
  }

  /// The longest record accepted, in bytes.
  let limit: Int
  /// Whether the file holds nothing behind the window.
  private(set) var atEnd = false
  private var source: ByteSource
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var head = 0
  private var tail = 0
  private var isStarted = false

  /// Opens `path`. The window is empty until it is extended; a UTF-8 byte-order mark is stepped over.
  init(path: String, limit: Int) throws(TraceError) {
    precondition(limit > 0)
    source = try ByteSource(path: path)
    self.limit = limit
    // Two more than the limit: the line break that ends a record is not counted.
    capacity = min(Self.initialCapacity, limit + 2)
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  var file: String { source.file }

  /// The bytes in the window; valid until the next call of `extend`.
  var bytes: Bytes { Bytes(start: base + head, count: tail - head) }

  /// Gives up the first `count` bytes. They stay where they are until the next call of `extend`.
  mutating func consume(_ count: Int) {
    assert(count <= tail - head)
    head += count
  }

  /// Reads more behind the bytes in the window.
  mutating func extend() throws(TraceError) -> Growth {
    if atEnd { return .end }
    let count = tail - head
    if count == capacity {
      guard capacity < limit + 2 else { return .full }
      capacity = min(capacity * 2, limit + 2)
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
      larger.update(from: base + head, count: count)
      base.deallocate()
      base = larger
    } else if head > 0 {
      base.update(from: base + head, count: count)
    }
    head = 0
    tail = count
    let read = try source.read(into: UnsafeMutableBufferPointer(start: base + tail, count: capacity - tail))
    tail += read
    if !isStarted {
      isStarted = true
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { consume(3) }
    }
    if read == 0 { atEnd = true }
    return read == 0 ? .end : .more
  }
}

extension TraceError {
  static func tooLong(_ file: String, line: Int, limit: Int) -> TraceError {
    TraceError(
      .lineTooLong, file: file, line: line, found: "more than \(limit) bytes in one record",
      expected: "at most that")
  }
}
