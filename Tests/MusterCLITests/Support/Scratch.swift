import Foundation

/// A directory for one test that is gone when the test is. Programs run in it, so that their messages name files as
/// the test does.
final class Scratch {
  let path: String
  private let hiddenPath: String
  private var count = 0

  init() throws {
    let root = FileManager.default.temporaryDirectory.path + "/muster-cli-\(UUID().uuidString)"
    path = root + "/work"
    hiddenPath = root + "/outputs"
    for directory in [path, hiddenPath] {
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent) }

  /// A path outside the directory, for what a program says.
  func hidden() -> String {
    count += 1
    return "\(hiddenPath)/\(count)"
  }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: url(name))
  }

  func write(_ name: String, _ bytes: Data) throws { try bytes.write(to: url(name)) }
  func bytes(_ name: String) throws -> Data { try Data(contentsOf: url(name)) }
  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }
  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: url(name).path) }

  /// The names of all files, hidden ones too.
  func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }

  func url(_ name: String) -> URL { URL(fileURLWithPath: "\(path)/\(name)") }
}
