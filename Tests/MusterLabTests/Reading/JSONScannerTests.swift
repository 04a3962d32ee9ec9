import MusterLab
import Testing

@Suite("JSON lines")
struct JSONScannerTests {
  @Test("What RFC 8259 allows", arguments: sound)
  func takes(document: String) {
    let error = scan(Array(document.utf8)) { json throws(TraceError) in try json.skipValue() }
    #expect(error == nil)
  }

  /// After the manner of Seriot's "Parsing JSON is a minefield".
  @Test("What it does not, though many parsers do", arguments: unsound)
  func refuses(document: String) {
    let error = scan(Array(document.utf8)) { json throws(TraceError) in try json.skipValue() }
    #expect(error?.kind == .malformed)
  }

  static let sound = [
    "{}", "[]", "[ ]", "{ }", "null", "true", "0", "-0", "1.5", "-1.5e-3", "1E+2", "\"\"",
    "\"a\\u00e9\\n\\/\"",
    "\"\\ud83d\\ude80\"", "[1,2]", "[[],{}]", "{\"a\":{\"b\":[1,{\"c\":null}]},\"d\":\"e\"}", " [ 1 , 2 ] ",
    "\t{\"a\" : 1}\r", "\"\u{E9}\u{1F680}\"", "[0e1]", "\"\\\\\"", "{\"\":0}", "\"\u{7F}\"",
  ]

  static let unsound = [
    "", " ", "{", "}", "[", "]", "[1,]", "[,1]", "[1 2]", "[1,,2]", "{\"a\":1,}", "{,}", "{\"a\"}",
    "{\"a\":}",
    "{a:1}", "{'a':1}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "{1:2}", "01", "-", "-01", "1.", ".5", "1e", "1e+",
    "+1",
    "0x1", "1a", "tru", "truE", "nul", "nullx", "NaN", "Infinity", "\"", "\"a", "\"\\", "\"\\\"", "\"\\x41\"",
    "\"\\u12\"", "\"\\u12g4\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"a\tb\"", "[1]]",
    "{}{}", "1 2",
    "[\"a\",\n4\n", "{\"a\":1}x", "[1}", "{\"a\":1]", "\u{FEFF}{}", "//x\n1", "[\"\\a\"]", "[--1]", "[1.2.3]",
    "[1e2e3]",
  ]

  @Test(
    "A string that is not UTF-8 is refused",
    arguments: [[0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80]] as [[UInt8]])
  func notUTF8(content: [UInt8]) {
    let error = scan([0x22] + content + [0x22]) { json throws(TraceError) in try json.skipValue() }
    #expect(error?.kind == .invalidUTF8)
  }

  @Test("Every prefix and every changed byte of a sound line is an error or sound, never a crash")
  func prefixes() {
    let line = Array(
      "{\"timestamp\": 27, \"hash_ids\": [1, 22, 333], \"note\": \"\\u00e9\\ud83d\\ude80\\\"\", \"x\": [{\"y\": -1.5e3}]}"
        .utf8)
    for length in 0..<line.count {
      #expect(scan(Array(line[..<length])) { json throws(TraceError) in try json.skipValue() } != nil)
    }
    var random = SplitMix(state: 1)
    for _ in 0..<20_000 {
      var changed = line
      changed[Int.random(in: line.indices, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
      _ = scan(changed) { json throws(TraceError) in try json.skipValue() }
    }
  }

  @Test("Nesting is skipped to a limit, and no deeper")
  func nesting() {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    #expect(scan(nested(JSONScanner.deepest)) { json throws(TraceError) in try json.skipValue() } == nil)
    let error = scan(nested(100_000)) { json throws(TraceError) in try json.skipValue() }
    #expect(
      error?.description
        == "x.jsonl:3: column 65: found \"[\", expected nesting of at most 64".replacing(
          "\"[\"", with: "\"\(String(repeating: "[", count: 60))…\""))
  }

  @Test("Keys are compared after their escapes are undone")
  func escapedKey() {
    var value: Int64?
    let error = scan(Array(#"{"times\u0074amp": 5}"#.utf8)) { json throws(TraceError) in
      try json.beginObject()
      while let key = try json.nextKey() {
        guard key == "timestamp" else { continue }
        value = try json.wholeNumber(in: 0 ... .max)
      }
    }
    #expect(error == nil && value == 5)
  }

  private func scan(
    _ text: [UInt8], _ body: (inout JSONScanner) throws(TraceError) -> Void
  ) -> TraceError? {
    text.withUnsafeBufferPointer { bytes in
      var json = JSONScanner(bytes, file: "x.jsonl", line: 3)
      return fault { () throws(TraceError) in
        try body(&json)
        try json.end()
      }
    }
  }
}
