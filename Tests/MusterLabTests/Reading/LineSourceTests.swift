import MusterLab
import Testing

@Suite("Lines")
struct LineSourceTests {
  let scratch: ScratchDirectory
  init() throws { scratch = try ScratchDirectory() }

  @Test(
    "Line breaks and a byte-order mark",
    arguments: [
      ("", []), ("\n", [""]), ("a", ["a"]), ("a\n", ["a"]), ("a\r\nb", ["a", "b"]),
      ("a\n\nb\n", ["a", "", "b"]),
      ("a\rb\n", ["a\rb"]), ("\u{FEFF}a\nb", ["a", "b"]), ("\u{FEFF}", []), ("\r\n\r", ["", ""]),
    ] as [(String, [String])])
  func breaks(content: String, expected: [String]) throws {
    #expect(try lines(of: try scratch.write("l.txt", content)) == expected)
    #expect(try lines(of: try scratch.write("l.txt.gz", gzipped(Array(content.utf8)))) == expected)
  }

  @Test("Lines far longer than a block come whole, and where the window ends does not matter")
  func long() throws {
    let expected = (0..<40).map { String(repeating: "\($0 % 10)", count: $0 * $0 * $0 * 13) }
    let path = try scratch.write("long.txt", expected.joined(separator: "\n"))
    #expect(try lines(of: path) == expected)
  }

  @Test("A line at the limit is read, one over it is not", arguments: ["\n", "\r\n", ""])
  func limit(end: String) throws {
    let path = try scratch.write("l.txt", "ab\n" + String(repeating: "x", count: 100) + end)
    #expect(try lines(of: path, limit: 100).count == 2)
    let error = fault { () throws(TraceError) in _ = try lines(of: path, limit: 99) }
    #expect(error?.kind == .lineTooLong)
    #expect(
      error.map { scratch.shortened("\($0)") }
        == "l.txt:2: found more than 99 bytes in one record, expected at most that")
  }
}
