#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What a path to be written stands for.
enum AtomicFileTarget: Equatable {
  /// A plain file, there or not yet: its name with links resolved, and the permissions to keep.
  case file(name: String, mode: mode_t?)
  /// A device or pipe, which cannot be replaced, and must not be: a rename would put a file in its place.
  case stream

  init(_ path: String) throws(AtomicFileError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      self = try Self.missing(path, errno)
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw AtomicFileError(path, .isDirectory)
    case S_IFREG:
      // `/dev/stdout` led into a file is still a stream to the one who asked for it.
      if path.hasPrefix("/dev/") || path.hasPrefix("/proc/") {
        self = .stream
      } else {
        self = .file(name: try Self.resolved(path), mode: status.st_mode & 0o7777)
      }
    default: self = .stream
    }
  }

  /// The directory part of a path.
  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func missing(_ path: String, _ code: Int32) throws(AtomicFileError) -> AtomicFileTarget {
    guard code == ENOENT, !path.isEmpty else {
      throw AtomicFileError(path, .system(call: "stat", code: code))
    }
    if path.hasSuffix("/") { throw AtomicFileError(path, .isDirectory) }
    var status = stat()
    // A link whose end does not exist: creating the end is what opening it would do.
    if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK {
      let name = destination(of: path)
      guard name != path, stat(parent(of: name), &status) == 0 else {
        throw AtomicFileError(path, .parentMissing(parent(of: name)))
      }
      return .file(name: name, mode: nil)
    }
    let parent = parent(of: path)
    guard stat(parent, &status) == 0 else { throw AtomicFileError(path, .parentMissing(parent)) }
    return .file(name: path, mode: nil)
  }

  private static func destination(of link: String) -> String {
    let destination = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
      guard let start = buffer.baseAddress else { return link }
      let count = readlink(link, start, buffer.count - 1)
      guard count > 0 else { return link }
      buffer[count] = 0
      return String(cString: start)
    }
    return destination.hasPrefix("/") ? destination : parent(of: link) + "/" + destination
  }

  private static func resolved(_ path: String) throws(AtomicFileError) -> String {
    guard let name = realpath(path, nil) else { throw .last(path, "realpath") }
    defer { free(name) }
    return String(cString: name)
  }
}
