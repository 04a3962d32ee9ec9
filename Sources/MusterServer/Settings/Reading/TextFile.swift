import Foundation

/// Small files of text.
enum TextFile {
  /// The text of a file; nil where it cannot be read, is larger than the limit in bytes, or is not UTF-8.
  static func read(_ path: String, limit: Int) -> String? {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    do {
      let data = try file.read(upToCount: limit + 1) ?? Data()
      return data.count <= limit ? String(data: data, encoding: .utf8) : nil
    } catch {
      return nil
    }
  }
}
