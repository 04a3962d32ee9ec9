import Foundation
import Logging
import MusterCore
import MusterWire

/// One message of the log as a line: text for people, or a JSON object for machines.
struct LogLine {
  let time: Instant
  let level: Logger.Level
  let label: String
  let message: String
  let metadata: Logger.Metadata

  /// `2026-01-31T12:00:00.000000Z info muster: message key=value`.
  var text: String {
    var line = "\(time.rfc3339) \(level.rawValue) \(label): \(Self.oneLine(message))"
    for (key, value) in fields { line += " \(Self.oneLine(key))=\(Self.word(value))" }
    return line
  }

  var json: String {
    var text = JSONText(capacity: 256)
    text.object { text in
      text.member("time", time.rfc3339)
      text.member("level", level.rawValue)
      text.member("logger", label)
      text.member("message", message)
      for (key, value) in fields {
        text.member(["time", "level", "logger", "message"].contains(key) ? "field_" + key : key, value)
      }
    }
    return text.text
  }

  /// In the order of their names; what may be a secret by its name is not told.
  private var fields: [(String, String)] {
    metadata.sorted { $0.key < $1.key }.map { ($0.key, Self.isSecret($0.key) ? "<secret>" : "\($0.value)") }
  }

  private static func isSecret(_ key: String) -> Bool {
    let key = key.lowercased()
    return ["authorization", "secret", "password", "api-key", "api_key", "apikey", "token", "cookie"]
      .contains { key.contains($0) }
  }

  private static func word(_ value: String) -> String {
    let isPlain =
      !value.isEmpty && value.unicodeScalars.allSatisfy { $0.value > 0x20 && $0 != "\"" && $0 != "=" }
    if isPlain { return oneLine(value) }
    var text = JSONText()
    text.string(value)
    return oneLine(text.text)
  }

  /// A text without line breaks and other control characters: what a caller sent must not look like another line.
  private static func oneLine(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { isControl($0) }) else { return text }
    return text.unicodeScalars.reduce(into: "") { line, scalar in
      if isControl(scalar) {
        line += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        line.unicodeScalars.append(scalar)
      }
    }
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) || scalar.value == 0x2028
      || scalar.value == 0x2029
  }
}
