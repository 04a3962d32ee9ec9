import Foundation
import MusterLab

/// A place for a result: a file, or standard output for `-`.
struct OutputFile: Equatable {
  let path: String

  init(_ path: String) { self.path = path }

  /// Whether it is standard output, which then carries nothing else.
  var isStandardOutput: Bool { path == "-" }

  /// Throws where results would go to one place.
  static func checkApart(json: String?, report: String?) throws(CommandFailure) {
    guard let json, let report else { return }
    if json == "-", report == "-" {
      throw .user("found - for both --json and --report, expected it for one of them")
    }
    if json != "-", report != "-", FilePlace.isSame(json, report) {
      throw .user("found \(report) for both --json and --report, expected two files")
    }
  }

  /// Throws where it can be seen beforehand that writing will fail: better now than after an hour of work.
  func check() throws(CommandFailure) {
    if isStandardOutput { return }
    var status = stat()
    if stat(path, &status) == 0 {
      if status.st_mode & S_IFMT == S_IFDIR { throw .user("cannot write \(path): it is a directory") }
      guard access(path, W_OK) == 0 else { throw refused() }
      return
    }
    // A directory on the way is missing, is a file, or may not be entered.
    guard errno == ENOENT, !path.isEmpty, !path.hasSuffix("/") else { throw refused() }
    let directory = FilePlace.directory(of: path)
    guard stat(directory, &status) == 0 else {
      throw .user("cannot write \(path): the directory \(directory) does not exist")
    }
    guard access(directory, W_OK | X_OK) == 0 else { throw refused() }
  }

  private func refused() -> CommandFailure {
    .user("cannot write \(path.isEmpty ? "\"\"" : path): \(String(cString: strerror(errno)))")
  }

  /// Writes the text, whole or not at all.
  func write(_ text: String) throws {
    if isStandardOutput {
      try Console.write(text)
    } else {
      try AtomicFile.write(text, to: path)
    }
  }
}
