#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Why a file could not be written; the file is as it was before.
public struct AtomicFileError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What went wrong.
  public enum Reason: Sendable, Equatable {
    /// The directory that is to hold the file does not exist.
    case parentMissing(String)
    /// The path names a directory.
    case isDirectory
    /// A system call failed with an `errno`.
    case system(call: String, code: Int32)
  }

  /// The path asked for.
  public let path: String
  /// What went wrong.
  public let reason: Reason

  init(_ path: String, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  /// An error from `errno`, which must not have been touched since the call.
  static func last(_ path: String, _ call: String) -> AtomicFileError {
    AtomicFileError(path, .system(call: call, code: errno))
  }

  /// A sentence for the person at the terminal.
  public var description: String {
    switch reason {
    case .parentMissing(let parent):
      "cannot write \(path): the directory \(parent) does not exist"
    case .isDirectory:
      "cannot write \(path): it is a directory"
    case .system(let call, let code):
      "cannot write \(path): \(call): \(String(cString: strerror(code)))"
    }
  }
}
