import Foundation
import Synchronization
import Testing

@testable import MusterLab

@Suite("Progress")
struct ProgressTests {
  private func line(_ done: Int, _ total: Int?, seconds: Double, width: Int = 60, label: String = "runs")
    -> String
  {
    ProgressLine(label: label, done: done, total: total, elapsedNanoseconds: UInt64(seconds * 1e9)).text(
      width: width)
  }

  @Test("The line")
  func text() {
    #expect(line(30, 120, seconds: 10) == "runs  [=======>                    ]  30/120  3/s  ETA 30 s")
    #expect(line(0, 120, seconds: 1) == "runs  [>                                      ]  0/120  0/s")
    #expect(line(120, 120, seconds: 10) == "runs  [====================================]  120/120  12/s")
    #expect(line(5000, nil, seconds: 2) == "runs  5000  2.50k/s")
    #expect(line(0, 0, seconds: 0) == "runs  0/0  0/s")
  }

  @Test("The line is never as wide as the terminal, and holds no control character", arguments: 1...100)
  func width(width: Int) {
    for text in [
      line(77, 300, seconds: 3, width: width, label: "trace\u{1B}[2J 漢字 openb"),
      line(5, nil, seconds: 1, width: width),
      line(400, 300, seconds: 1, width: width),
    ] {
      #expect(DisplayWidth.of(text) < max(width, 2))
      #expect(!text.contains("\u{1B}"))
    }
  }

  @Test(
    "Durations",
    arguments: [
      (0.2, "1 s"), (59, "59 s"), (65, "1:05"), (3600, "1:00:00"), (7384, "2:03:04"), (259_200, "3 d"),
      (.infinity, "–"),
    ] as [(Double, String)])
  func duration(seconds: Double, expected: String) {
    #expect(ProgressLine.duration(seconds: seconds) == expected)
  }

  /// What a bar writes while work is done on a clock that advances a step for every reading.
  private func output(isTerminal: Bool, step: UInt64, _ work: (ProgressBar) async -> Void) async -> String {
    let pipe = Pipe()
    let time = TestClock(step: step)
    let bar = ProgressBar(
      label: "runs", total: 1000, descriptor: pipe.fileHandleForWriting.fileDescriptor,
      isTerminal: isTerminal,
      clock: { time.read() })
    await work(bar)
    bar.finish()
    bar.advance()
    try? pipe.fileHandleForWriting.close()
    return String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  }

  @Test("Nothing is written when nobody looks on")
  func notATerminal() async {
    #expect(
      await output(isTerminal: false, step: 1_000_000_000) { bar in for _ in 0..<10 { bar.advance() } }
        .isEmpty)
  }

  @Test("Work that is over at once shows no bar")
  func quickWork() async {
    #expect(await output(isTerminal: true, step: 1) { bar in for _ in 0..<10 { bar.advance() } }.isEmpty)
  }

  @Test("Drawn ten times a second however often it is advanced, and taken back at the end")
  func throttled() async {
    // 1000 steps of a millisecond: a second, hence about ten lines.
    let text = await output(isTerminal: true, step: 1_000_000) { bar in for _ in 0..<1000 { bar.advance() } }
    let lines = text.components(separatedBy: "\r").dropFirst()
    #expect((9...11).contains(lines.count - 1))
    #expect(lines.dropLast().allSatisfy { $0.hasPrefix("runs") && $0.hasSuffix("\u{1B}[K") })
    #expect(text.hasSuffix("\r\u{1B}[K"))
  }

  @Test("Threads may share it: no line is torn, no count is lost")
  func threads() async {
    let text = await output(isTerminal: true, step: 1_000_000) { bar in
      await withTaskGroup { group in
        for _ in 0..<8 { group.addTask { for _ in 0..<124 { bar.advance() } } }
      }
      // The clock has moved on by enough for these to be drawn.
      for _ in 0..<8 { bar.advance() }
      for _ in 0..<200 { bar.advance(by: 0) }
    }
    let lines = text.components(separatedBy: "\r").dropFirst().dropLast()
    #expect(lines.allSatisfy { $0.hasPrefix("runs") && $0.hasSuffix("\u{1B}[K") })
    #expect(lines.last?.contains("1000/1000") == true)
  }
}

/// A clock that a test moves: every reading is a step later.
private final class TestClock: Sendable {
  private let now = Atomic<UInt64>(0)
  private let step: UInt64

  init(step: UInt64) { self.step = step }

  func read() -> UInt64 { now.add(step, ordering: .relaxed).newValue }
}
