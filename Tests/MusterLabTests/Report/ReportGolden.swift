import Foundation
import Testing

/// Files of expected output, beside the tests, for a person to read.
///
/// `MUSTER_UPDATE_GOLDEN=1 swift test` writes them anew; the difference is then to be read before it is committed.
enum ReportGolden {
  static func expect(
    _ text: String, matches name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)")
    if ProcessInfo.processInfo.environment["MUSTER_UPDATE_GOLDEN"] == "1" {
      try Data(text.utf8).write(to: file)
      return
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    guard text != expected else { return }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let at = zip(lines, wanted).prefix { $0 == $1 }.map { _ in 1 }.count
    Issue.record(
      """
      \(name) differs from line \(at + 1):
      expected \(at < wanted.count ? String(wanted[at]) : "the end")
      found    \(at < lines.count ? String(lines[at]) : "the end")
      """, sourceLocation: sourceLocation)
  }
}
