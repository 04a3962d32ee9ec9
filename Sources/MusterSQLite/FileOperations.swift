import Foundation
import MusterStore

/// The few things done to files behind SQLite's back, each durable when it returns.
///
/// None of them may touch a database that this process has open: POSIX drops all locks of a process on a file
/// when any of its descriptors is closed. Links and renames open nothing.
enum FileOperations {
  /// Gives a file a second name, or copies it where the file system has no links.
  static func keep(_ path: String, as name: String) throws(LogError) {
    if link(path, name) != 0 {
      guard errno != EEXIST else { throw failure("keep a copy", name) }
      try copy(path, to: name)
    }
    try syncDirectory(of: name)
  }

  /// Copies a file to a name that must be free.
  static func copy(_ path: String, to name: String) throws(LogError) {
    let source = try OpenFile(path, O_RDONLY)
    let target = try OpenFile(name, O_WRONLY | O_CREAT | O_EXCL)
    var offset: Int64 = 0
    while true {
      let bytes = try source.read(at: offset, count: 1 << 20)
      if bytes.isEmpty { break }
      try target.write(bytes, at: offset)
      offset += Int64(bytes.count)
    }
    try target.sync()
  }

  /// Gives a file a new name, in place of what had it.
  static func move(_ path: String, to name: String) throws(LogError) {
    guard rename(path, name) == 0 else { throw failure("rename to \(name)", path) }
    try syncDirectory(of: name)
  }

  /// Removes files, if they are there.
  static func remove(_ paths: String...) throws(LogError) {
    for path in paths where unlink(path) != 0 && errno != ENOENT { throw failure("remove", path) }
  }

  /// Carries a file's bytes to the disk.
  static func sync(_ path: String) throws(LogError) {
    try OpenFile(path, O_RDONLY).sync()
  }

  /// Carries a directory's names to the disk.
  static func syncDirectory(of path: String) throws(LogError) {
    try sync(URL(fileURLWithPath: path).deletingLastPathComponent().path)
  }

  /// The error of the system call that just failed.
  static func failure(_ operation: String, _ path: String) -> LogError {
    .storage(file: path, operation: operation, found: String(cString: strerror(errno)))
  }
}
