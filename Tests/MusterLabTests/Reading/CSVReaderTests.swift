import MusterLab
import Testing

@Suite("CSV")
struct CSVReaderTests {
  let scratch: ScratchDirectory
  init() throws { scratch = try ScratchDirectory() }

  @Test(
    "RFC 4180",
    arguments: [
      ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
      ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
      ("\u{FEFF}a,b\n1,2", [["a", "b"], ["1", "2"]]),
      ("a,b\n,\n", [["a", "b"], ["", ""]]),
      ("a,b\n\"\",\"x\"", [["a", "b"], ["", "x"]]),
      ("a\n\"x, \"\"y\"\"\nz\"\n", [["a"], ["x, \"y\"\nz"]]),
      ("a\n\"\"\"\"\n\"\"\"\"\"\"\n", [["a"], ["\""], ["\"\""]]),
      ("a,b\r\n\"1\r\n2\",\"3\"\r\n", [["a", "b"], ["1\r\n2", "3"]]),
      ("\"a,\"\"\",b\n1,2\n", [["a,\"", "b"], ["1", "2"]]),
      ("a\n\"x\"\r", [["a"], ["x"]]),
      ("a\n\"x\r\"", [["a"], ["x\r"]]),
      ("\n\na,b\n\n1,2\n\r\n\n", [["a", "b"], ["1", "2"]]),
      ("a\n\"\"\n", [["a"], [""]]),
      (
        "gr\u{F6}\u{DF}e,\u{1F680}\n\u{E9},\u{4E2D}\n",
        [["gr\u{F6}\u{DF}e", "\u{1F680}"], ["\u{E9}", "\u{4E2D}"]]
      ),
    ] as [(String, [[String]])])
  func grammar(content: String, expected: [[String]]) throws {
    #expect(try rows(of: try scratch.write("t.csv", content)) == expected)
    #expect(try rows(of: try scratch.write("t.csv.gz", gzipped(Array(content.utf8)))) == expected)
  }

  @Test("Without a header the first line is a row")
  func headerless() throws {
    let path = try scratch.write("t.csv", "1,2\n3,4\n")
    #expect(try rows(of: path, columns: ["x", "y"]) == [["1", "2"], ["3", "4"]])
  }

  /// Random tables, written with random quotes and line breaks, read back through windows so small that every
  /// place in a record is at some time the end of one.
  @Test("What was written is read, wherever the window ends", arguments: 0..<40)
  func roundTrip(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let alphabet = ["a", "7", "\"", ",", "\n", "\r\n", " ", "\u{E9}", ""]
    let width = Int.random(in: 1...4, using: &random)
    var table: [[String]] = []
    var text = ""
    for _ in 0..<60 {
      var row: [String] = []
      for _ in 0..<width {
        let value = (0..<Int.random(in: 0...6, using: &random)).map { _ in
          alphabet.randomElement(using: &random) ?? ""
        }
        .joined()
        row.append(value)
        let needsQuotes = value.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) } || width == 1
        let isQuoted = needsQuotes || Bool.random(using: &random)
        text += isQuoted ? "\"\(value.replacing("\"", with: "\"\""))\"" : value
        text += row.count < width ? "," : (Bool.random(using: &random) ? "\n" : "\r\n")
      }
      table.append(row)
    }
    let columns = (0..<width).map { "c\($0)" }
    let path = try scratch.write("t.csv", text)
    for limit in [120, 123, 200, 1 << 20] {
      #expect(try rows(of: path, columns: columns, limit: limit) == table)
    }
  }

  @Test("Each fault names line and column, through quoted line breaks too", arguments: CSVFault.all)
  func faults(fault expected: CSVFault) throws {
    let path = try scratch.write("t.csv", expected.content)
    let error = fault { () throws(TraceError) in
      var csv = try CSVReader(path: path, limit: 80)
      let number = try csv.column("n")
      while try csv.advance() {
        _ = try csv.wholeNumber(number, in: 0...1000)
        for column in csv.columns.indices { _ = try csv.text(column) }
      }
    }
    #expect(error?.kind == expected.kind)
    #expect(error.map { scratch.shortened("\($0)") } == expected.message)
  }

  @Test("A column that is not there may be missing; one that is there twice may not be asked for")
  func optionalColumns() throws {
    let path = try scratch.write("t.csv", "a,b,b\n1,2,3\n")
    #expect(try CSVReader(path: path).columnIfPresent("c") == nil)
    #expect(try CSVReader(path: path).columnIfPresent("a") == 0)
    let error = fault { () throws(TraceError) in _ = try CSVReader(path: path).columnIfPresent("b") }
    #expect(
      error.map { scratch.shortened("\($0)") }
        == "t.csv:1: column b: found it more than once, expected it once in the header")
  }

  @Test(
    "The nearest name is one that could be meant",
    arguments: [
      ("num_gpu", ["num_gpus", "gpu"], "num_gpus"),
      ("GeneratedTokens", ["generated tokens"], "generated tokens"),
      ("sn", ["name", "id"], nil), ("cpu_milli", ["memory_mib", "gpu_milli"], "gpu_milli"),
      ("model", [], nil),
    ] as [(String, [String], String?)])
  func nearest(name: String, candidates: [String], expected: String?) {
    #expect(nearestName(to: name, among: candidates) == expected)
  }
}

struct CSVFault: CustomTestStringConvertible, Sendable {
  let kind: TraceError.Kind
  let content: [UInt8]
  let message: String
  var testDescription: String { message }

  init(_ kind: TraceError.Kind, _ content: String, _ message: String) {
    self.init(kind, Array(content.utf8), message)
  }

  init(_ kind: TraceError.Kind, _ content: [UInt8], _ message: String) {
    self.kind = kind
    self.content = content
    self.message = message
  }

  static let all: [CSVFault] = [
    CSVFault(.missingColumn, "", "t.csv:1: found an empty file, expected a header that names the columns"),
    CSVFault(
      .missingColumn, "\n\n", "t.csv:1: found an empty file, expected a header that names the columns"),
    CSVFault(
      .missingColumn, "m,name\n1,2\n",
      "t.csv:1: column n: found no such column (nearest: m), expected it in the header"),
    CSVFault(
      .missingColumn, "first,second\n", "t.csv:1: column n: found no such column, expected it in the header"),
    CSVFault(
      .duplicateColumn, "n,n\n", "t.csv:1: column n: found it more than once, expected it once in the header"),
    CSVFault(.fieldCount, "n,x\n1,2\n3\n", "t.csv:3: found 1 field, expected 2 fields"),
    CSVFault(.fieldCount, "n,x\n1,\"2\n\"\n\n3,4,5,6\n", "t.csv:5: found 4 fields, expected 2 fields"),
    CSVFault(
      .malformed, "n\nx1\n", "t.csv:2: column n: found \"x1\", expected a whole number from 0 to 1000"),
    CSVFault(
      .malformed, "n,x\n,1\n", "t.csv:2: column n: found \"\", expected a whole number from 0 to 1000"),
    CSVFault(
      .malformed, "n\n1.0\n", "t.csv:2: column n: found \"1.0\", expected a whole number from 0 to 1000"),
    CSVFault(
      .malformed, "n\n 1\n", "t.csv:2: column n: found \" 1\", expected a whole number from 0 to 1000"),
    CSVFault(
      .malformed, "n\n\"1\"\"\"\n",
      "t.csv:2: column n: found \"1\\\"\\\"\", expected a whole number from 0 to 1000"),
    CSVFault(.negative, "n\n-1\n", "t.csv:2: column n: found \"-1\", expected a whole number from 0 to 1000"),
    CSVFault(
      .outOfRange, "n\n1001\n", "t.csv:2: column n: found \"1001\", expected a whole number from 0 to 1000"),
    CSVFault(
      .outOfRange, "n\n99999999999999999999\n",
      "t.csv:2: column n: found \"99999999999999999999\", expected a whole number from 0 to 1000"),
    // The field stands two lines below the start of its record, whose first field has line breaks in it.
    CSVFault(
      .negative, "x,n\n\"a\nb\n\",-5\n",
      "t.csv:4: column n: found \"-5\", expected a whole number from 0 to 1000"),
    CSVFault(
      .malformed, "x,n\n\"a\"b,1\n",
      "t.csv:2: column x: found \"\\\"a\\\"b\", expected a comma or a line break behind the closing quote"),
    CSVFault(
      .malformed, "x,n\na\"b\",1\n",
      "t.csv:2: column x: found \"a\\\"\", expected quotes around the whole field, or none"),
    CSVFault(
      .unterminatedQuote, "x,n\n1,1\n\"a\nb,\n",
      "t.csv:3: column x: found a quote that is never closed, expected a closing quote before the end of the file"
    ),
    CSVFault(
      .unterminatedQuote, "x,n\n\"a\nb\",\"\n",
      "t.csv:3: column n: found a quote that is never closed, expected a closing quote before the end of the file"
    ),
    CSVFault(
      .lineTooLong, "x,n\n\"\(String(repeating: "y\n", count: 60))\",1\n",
      "t.csv:2: found more than 80 bytes in one record, expected at most that"),
    CSVFault(
      .invalidUTF8, Array("x,n\n".utf8) + [0x41, 0xFF, 0x42] + Array(",1\n".utf8),
      "t.csv:2: column x: found \"A\u{FFFD}B\", expected text in UTF-8"),
    CSVFault(
      .invalidUTF8, [0xC3, 0x28] + Array(",n\n".utf8),
      "t.csv:1: column 1: found \"\u{FFFD}(\", expected text in UTF-8"),
    CSVFault(
      .malformed, "n\n\(String(repeating: "\u{E9}", count: 39))\n",
      "t.csv:2: column n: found \"\(String(repeating: "\u{E9}", count: 30))\u{2026}\", expected a whole number from 0 to 1000"
    ),
  ]
}
