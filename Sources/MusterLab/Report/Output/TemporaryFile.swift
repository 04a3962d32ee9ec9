import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A file under a hidden name beside the one it will replace; in the same directory, as a rename across file
/// systems is a copy.
struct TemporaryFile: ~Copyable {
  let descriptor: Int32
  private let name: String
  private let slot: TemporaryFiles.Slot?

  private static let counter = Atomic<Int>(0)

  /// - Parameter path: what errors call the file.
  init(beside target: String, _ path: String) throws(AtomicFileError) {
    let directory = AtomicFileTarget.parent(of: target)
    let base = target.split(separator: "/").last.map(String.init) ?? "file"
    // A file name may take 255 bytes; a long one is cut so that ours fits.
    let stem = String(decoding: base.utf8.prefix(200), as: UTF8.self)
    for _ in 0..<100 {
      let number = Self.counter.add(1, ordering: .relaxed).newValue
      let name = "\(directory)/.\(stem).tmp-\(getpid())-\(number)"
      // Noted before it exists: a signal in between finds nothing to remove, which does no harm.
      let slot = TemporaryFiles.note(name)
      let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 {
        self.descriptor = descriptor
        self.name = name
        self.slot = slot
        return
      }
      let code = errno
      TemporaryFiles.forget(slot)
      // A leftover of another process that had our number: take the next name.
      guard code == EEXIST else {
        throw AtomicFileError(path, .system(call: "create a temporary file", code: code))
      }
    }
    throw AtomicFileError(path, .system(call: "create a temporary file", code: EEXIST))
  }

  /// Gives the file its name. On failure the caller still has to discard it.
  func rename(to target: String, _ path: String) throws(AtomicFileError) {
    #if canImport(Darwin)
      let result = Darwin.rename(name, target)
    #elseif canImport(Musl)
      let result = Musl.rename(name, target)
    #else
      let result = Glibc.rename(name, target)
    #endif
    guard result == 0 else { throw .last(path, "rename") }
    TemporaryFiles.forget(slot)
    close(descriptor)
  }

  /// Removes the file.
  func discard() {
    close(descriptor)
    unlink(name)
    TemporaryFiles.forget(slot)
  }
}
