import Foundation

/// Where a path leads, however it is written: the file that is there, or a name in a directory.
struct FilePlace: Equatable {
  private let device: UInt64
  private let number: UInt64
  /// In the directory of these numbers; nil where they are the file's own.
  private let name: String?

  /// Nil where not even the directory is there.
  init?(_ path: String) {
    var status = stat()
    if stat(path, &status) == 0 {
      name = nil
    } else {
      guard stat(Self.directory(of: path), &status) == 0 else { return nil }
      name = path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
    }
    device = UInt64(status.st_dev)
    number = UInt64(status.st_ino)
  }

  /// By hand: Foundation's own splitting traps on a name of one letter.
  static func directory(of path: String) -> String {
    path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  }

  /// Whether two paths lead to one file.
  static func isSame(_ a: String, _ b: String) -> Bool {
    if a == b { return true }
    guard let a = FilePlace(a), let b = FilePlace(b) else { return false }
    return a == b
  }

  /// Whether a path leads into a directory, or one below it.
  static func isInside(_ path: String, _ directory: String) -> Bool {
    guard let inner = realpath(Self.directory(of: path), nil) else { return false }
    defer { free(inner) }
    guard let outer = realpath(directory, nil) else { return false }
    defer { free(outer) }
    let (below, top) = (String(cString: inner), String(cString: outer))
    return below == top || below.hasPrefix(top == "/" ? top : top + "/")
  }
}
