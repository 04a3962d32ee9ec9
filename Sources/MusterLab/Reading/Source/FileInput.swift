import Glibc

/// An open file and one block of its bytes: the only place that talks to the system.
struct FileInput: ~Copyable {
  /// Bytes per read.
  static let blockSize = 64 << 10

  let file: String
  private let descriptor: Int32
  private let block: UnsafeMutablePointer<UInt8>
  private var head = 0
  private var tail = 0

  /// Opens `path`. Throws `unreadable` if the system does not let it.
  init(path: String) throws(TraceError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw TraceError.unreadable(path, errno: errno) }
    self.file = path
    self.descriptor = descriptor
    block = .allocate(capacity: Self.blockSize)
  }

  deinit {
    close(descriptor)
    block.deallocate()
  }

  /// The bytes that were read and not yet consumed; valid until the next call of `refill`.
  var available: Bytes { Bytes(start: block + head, count: tail - head) }

  /// Gives up the first `count` available bytes.
  mutating func consume(_ count: Int) {
    precondition(count <= tail - head)
    head += count
  }

  /// Reads more behind what is available, which must not fill the block. False at the end of the file.
  mutating func refill() throws(TraceError) -> Bool {
    if head == tail {
      head = 0
      tail = 0
    }
    while true {
      let count = read(descriptor, block + tail, Self.blockSize - tail)
      if count > 0 {
        tail += count
        return true
      }
      if count == 0 { return false }
      if errno != EINTR { throw TraceError.unreadable(file, errno: errno) }
    }
  }
}

extension TraceError {
  /// The system's refusal to open or read `file`.
  static func unreadable(_ file: String, errno code: Int32) -> TraceError {
    let reason = strerror(code).map { String(cString: $0) } ?? "error \(code)"
    return TraceError(
      .unreadable, file: file, found: "nothing to read (\(reason))", expected: "a file that can be read")
  }
}
