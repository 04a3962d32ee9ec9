import Logging
import MusterCore
import Synchronization
import Testing

@testable import MusterServer

@Suite("Lines of the log") struct LogLineTests {
  private func line(_ message: String, _ metadata: Logger.Metadata) -> LogLine {
    LogLine(time: .zero, level: .warning, label: "muster", message: message, metadata: metadata)
  }

  @Test("Text: one line whatever a message holds")
  func text() {
    let line = line("a\nb", ["task": "17", "why": "two words", "x\ny": "\u{1b}[31m"])
    #expect(
      line.text
        == #"1970-01-01T00:00:00.000000Z warning muster: a\u{a}b task=17 why="two words" x\u{a}y="\u001b[31m""#
    )
  }

  @Test("JSON: an object with the fields beside the message, none of which hides another")
  func json() {
    let line = line("m", ["trace_id": "ab", "level": "mine", "message": "mine"])
    #expect(
      line.json
        == #"{"time":"1970-01-01T00:00:00.000000Z","level":"warning","logger":"muster","message":"m","#
        + #""field_level":"mine","field_message":"mine","trace_id":"ab"}"#)
  }

  @Test(
    "What is a secret by its name is not told",
    arguments: ["authorization", "api_key", "dbPassword", "session-token"])
  func secrets(_ key: String) {
    let line = line("m", [key: "hunter2"])
    #expect(!line.text.contains("hunter2") && !line.json.contains("hunter2"))
  }

  @Test("Through a logger, by level")
  func logger() {
    final class Lines: Sendable { let all = Mutex<[String]>([]) }
    let lines = Lines()
    var logger = Logger(label: "x") { label in
      LogLines(label: label, format: .text) { line in lines.all.withLock { $0.append(line) } }
    }
    logger.logLevel = .info
    logger[metadataKey: "task"] = "1"
    logger.debug("no")
    logger.info("yes", metadata: ["task": "2"])
    #expect(lines.all.withLock(\.count) == 1)
    #expect(lines.all.withLock(\.[0]).hasSuffix("info x: yes task=2\n"))
  }
}
