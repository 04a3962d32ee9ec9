import Foundation
import Testing

@testable import MusterServer

/// The problems that loading finds, one line each; none where it succeeds.
func problems(
  _ text: String = "", environment: [String: String] = [:], overrides: [String: String] = [:]
) -> [String] {
  do {
    _ = try Settings.load(text: text, named: "m.yaml", environment: environment, overrides: overrides)
    return []
  } catch {
    return error.problems.map(\.description)
  }
}

/// A directory that is gone after the body.
func withDirectory<R>(_ body: (URL) throws -> R) throws -> R {
  let directory = FileManager.default.temporaryDirectory.appending(path: "muster-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: directory) }
  return try body(directory)
}

extension URL {
  /// Writes a file into the directory and gives its path.
  func write(_ text: String, as name: String) throws -> String {
    let file = appending(path: name)
    try Data(text.utf8).write(to: file)
    return file.path
  }
}
