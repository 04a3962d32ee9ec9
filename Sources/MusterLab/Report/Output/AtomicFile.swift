#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Writes files whole or not at all.
///
/// The bytes go to a temporary file in the same directory, are flushed to the disk, and take the name in one
/// rename: a reader sees the old file or the new one, and an error, a full disk or Ctrl-C (with
/// ``TemporaryFiles/removeOnSignals()``) leaves the old one and nothing beside it.
///
/// A symbolic link is followed and kept; the permissions of an old file pass on to the new one. What is not
/// a plain file, such as a pipe or `/dev/stdout`, is written to directly, as there is nothing to replace.
public enum AtomicFile {
  /// Writes a text in UTF-8.
  public static func write(_ text: String, to path: String) throws(AtomicFileError) {
    var text = text
    let result = text.withUTF8 { bytes in
      Result { () throws(AtomicFileError) in try write(UnsafeRawBufferPointer(bytes), to: path) }
    }
    try result.get()
  }

  /// Writes bytes.
  public static func write(_ bytes: [UInt8], to path: String) throws(AtomicFileError) {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(AtomicFileError) in try write(bytes, to: path) }
    }
    try result.get()
  }

  private static func write(_ bytes: UnsafeRawBufferPointer, to path: String) throws(AtomicFileError) {
    switch try AtomicFileTarget(path) {
    case .stream: try writeDirectly(bytes, path)
    case .file(let name, let mode): try replace(name, mode, bytes, path)
    }
  }

  private static func writeDirectly(_ bytes: UnsafeRawBufferPointer, _ path: String) throws(AtomicFileError) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last(path, "open") }
    do throws(AtomicFileError) {
      try put(bytes, descriptor, path)
    } catch {
      close(descriptor)
      throw error
    }
    guard close(descriptor) == 0 else { throw .last(path, "close") }
  }

  private static func replace(
    _ name: String, _ mode: mode_t?, _ bytes: UnsafeRawBufferPointer, _ path: String
  ) throws(AtomicFileError) {
    let temporary = try TemporaryFile(beside: name, path)
    do throws(AtomicFileError) {
      if let mode, fchmod(temporary.descriptor, mode) != 0 { throw .last(path, "fchmod") }
      try put(bytes, temporary.descriptor, path)
      // Before the rename: otherwise a power cut can leave the new name on an empty file.
      guard fsync(temporary.descriptor) == 0 else { throw .last(path, "fsync") }
      try temporary.rename(to: name, path)
    } catch {
      temporary.discard()
      throw error
    }
    flushDirectory(of: name)
  }

  private static func put(
    _ bytes: UnsafeRawBufferPointer, _ descriptor: Int32, _ path: String
  ) throws(AtomicFileError) {
    var rest = bytes
    while let address = rest.baseAddress, !rest.isEmpty {
      #if canImport(Darwin)
        let count = Darwin.write(descriptor, address, rest.count)
      #elseif canImport(Musl)
        let count = Musl.write(descriptor, address, rest.count)
      #else
        let count = Glibc.write(descriptor, address, rest.count)
      #endif
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .last(path, "write") }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// Makes the rename last through a power cut. The file is in place either way, and not every file system
  /// can do this, so that a failure is none of the caller's business.
  private static func flushDirectory(of name: String) {
    let descriptor = open(AtomicFileTarget.parent(of: name), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
