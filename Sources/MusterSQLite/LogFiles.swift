import Foundation
import MusterStore

/// The names of a log's files, all derived from one.
struct LogFiles: Sendable {
  /// The SQLite database, as an absolute path without symbolic links.
  let main: String

  /// SQLite's write-ahead log: holds commits that are not in the main file yet. Part of the log.
  var wal: String { main + "-wal" }

  /// SQLite's index of the write-ahead log: scratch, rebuilt at will.
  var sharedMemory: String { main + "-shm" }

  /// Says who has the log open; see `FileLock`.
  var lock: String { main + ".lock" }

  /// A new log that is being written and is worth nothing yet.
  var creating: String { main + ".creating" }

  /// A recovered log that is being written and is worth nothing yet.
  var recovering: String { main + ".recovering" }

  /// A recovered log that is whole and about to take the place of the main file. If it exists, it is the log.
  var recovered: String { main + ".recovered" }

  init(path: String) throws(LogError) {
    if let real = Self.resolve(path) {
      main = real
      return
    }
    let url = URL(fileURLWithPath: path)
    let directory = url.deletingLastPathComponent().path
    guard !path.isEmpty, let real = Self.resolve(directory) else {
      throw .storage(file: path, operation: "open", found: "no directory \(directory)")
    }
    main = real == "/" ? "/" + url.lastPathComponent : real + "/" + url.lastPathComponent
  }

  /// Where the next damaged original goes: the first number at which there is nothing.
  func nextDamaged() -> String {
    var number = 1
    while true {
      let name = "\(main).damaged-\(number)"
      if !Self.exists(name), !Self.exists(name + "-wal") { return name }
      number += 1
    }
  }

  static func exists(_ path: String) -> Bool { size(path) != nil }

  /// The size of a file in bytes, or nil if there is none.
  ///
  /// Asks for the name, not for the file: to open and close a database beside SQLite would drop the locks that
  /// this process holds on it.
  static func size(_ path: String) -> Int64? {
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : nil
  }

  private static func resolve(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }
}
