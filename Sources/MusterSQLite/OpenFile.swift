import Foundation
import MusterStore

/// A file descriptor that closes itself.
final class OpenFile: Sendable {
  private let path: String
  let descriptor: Int32

  init(_ path: String, _ flags: Int32) throws(LogError) {
    self.path = path
    descriptor = open(path, flags | O_CLOEXEC, 0o644)
    if descriptor < 0 { throw FileOperations.failure("open", path) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Up to `count` bytes; fewer only at the end of the file.
  func read(at offset: Int64, count: Int) throws(LogError) -> [UInt8] {
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = pread(
          descriptor, buffer.baseAddress?.advanced(by: filled), count - filled, off_t(offset) + filled)
        if got < 0 && errno == EINTR { continue }
        failed = got < 0
        if got <= 0 { break }
        filled += got
      }
    }
    if failed { throw FileOperations.failure("read", path) }
    return bytes
  }

  func write(_ bytes: [UInt8], at offset: Int64) throws(LogError) {
    var written = 0
    while written < bytes.count {
      let put = bytes.withUnsafeBytes {
        pwrite(
          descriptor, $0.baseAddress?.advanced(by: written), bytes.count - written, off_t(offset) + written)
      }
      if put < 0 && errno == EINTR { continue }
      guard put > 0 else { throw FileOperations.failure("write", path) }
      written += put
    }
  }

  func sync() throws(LogError) {
    guard fsync(descriptor) == 0 else { throw FileOperations.failure("sync", path) }
  }
}
