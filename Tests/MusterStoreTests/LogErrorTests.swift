import MusterStore
import Testing

@Suite("A log error") struct LogErrorTests {
  @Test("says in one line what was found, what was expected and what to do")
  func lines() {
    let place = LogPosition(7)
    let errors: [LogError] = [
      .positionConflict(expected: place, actual: .zero), .outOfRange(asked: place, first: .zero, end: .zero),
      .dropBeyondSnapshot(asked: place, newest: nil), .dropBeyondSnapshot(asked: place, newest: .zero),
      .noUsableSnapshot(first: place), .tooLarge(what: "record", bytes: 9, limit: 8),
      .notFound(file: "/f"), .notALog(file: "/f", found: "x"),
      .newerVersion(file: "/f", found: 9, supported: 1), .unreadable(file: "/f", found: "x"),
      .damaged(file: "/f", found: "x"), .openElsewhere(file: "/f", found: "x"), .busy(file: "/f", found: "x"),
      .readOnly(file: "/f"), .settingRefused(file: "/f", setting: "s", asked: "a", found: "b"),
      .storage(file: "/f", operation: "o", found: "x"), .unreachable(server: "/f", found: "x"),
      .stopped(reason: "x"),
    ]
    for (index, error) in errors.enumerated() {
      let line = "\(error)"
      #expect(line.contains("found") && line.contains("expected") && line.contains("; "), "\(line)")
      #expect(!line.contains("\n"))
      #expect((6..<17).contains(index) == line.hasPrefix("/f: "), "\(line)")
    }
  }

  @Test("of a recovery says what was kept, cut and put aside") func recovery() {
    let known = LogRecovery(
      file: "/f", reason: "a hole", kept: .zero..<LogPosition(5), recordsCut: 2, damagedCopy: "/f.damaged-1")
    #expect(
      "\(known)"
        == "/f: found a hole; kept records 0..<5, 2 records cut; damaged original kept as /f.damaged-1")
    let unknown = LogRecovery(
      file: "/f", reason: "a hole", kept: .zero..<LogPosition(5), recordsCut: nil, damagedCopy: nil)
    #expect(
      "\(unknown)"
        == "/f: found a hole; kept records 0..<5, an unknown number of records cut; file not changed")
  }
}
