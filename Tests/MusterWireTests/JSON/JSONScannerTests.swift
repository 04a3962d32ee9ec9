import MusterWire
import Testing

@Suite struct JSONScannerTests {
  @Test func membersOfTheTopLevelObject() throws {
    let input = bytes(#" { "a" : 1 , "b\n":[{"a":2}], "c":"x\"y","d":{},"e":true,"f":null } "#)
    let document = try JSONScanner.scan(input)
    #expect(document.type == .object)
    #expect(text(input[document.value]).hasPrefix("{") && text(input[document.value]).hasSuffix("}"))
    #expect(document.members.map { text(input[$0.name]) } == ["a", #"b\n"#, "c", "d", "e", "f"])
    #expect(
      document.members.map { text(input[$0.value]) } == [
        "1", #"[{"a":2}]"#, #""x\"y""#, "{}", "true", "null",
      ])
    #expect(document.members.map(\.type) == [.number, .array, .string, .object, .boolean, .null])
    #expect(document.members.map(\.nameIsEscaped) == [false, true, false, false, false, false])
  }

  @Test func theLastOfTwoNamesWinsAndNamesAreComparedDecoded() throws {
    let input = bytes(#"{"model":1,"mod\u0065l":2,"Model":3}"#)
    let document = try JSONScanner.scan(input)
    #expect(document.member("model", in: input).map { text(input[$0.value]) } == "2")
    #expect(document.member("absent", in: input) == nil)
  }

  @Test func offsetsOfASliceCountFromItsStart() throws {
    let all = bytes(#"....{"a":7}"#)
    let document = try JSONScanner.scan(all[4...])
    #expect(document.members.first?.value == 5..<6)
    #expect(wireError { () throws(WireError) in try JSONScanner.scan(bytes("....[x]")[4...]) }?.offset == 1)
    let region = try all.withUnsafeBytes { try JSONScanner.scan(UnsafeRawBufferPointer(rebasing: $0[4...])) }
    #expect(region == document)
  }

  @Test(arguments: ["1", "-0.5e+3", #""x""#, "[]", " null ", "true", "[1,[2,[3]]]", "\"\u{7f}\"", "1e999"])
  func otherTypesHaveNoMembers(input: String) throws {
    #expect(try JSONScanner.scan(bytes(input)).members.isEmpty)
  }

  @Test(
    arguments: [
      ("", 0, "the end of the input", "a value"),
      ("  ", 2, "the end of the input", "a value"),
      ("{", 1, "the end of the input", "a member's name in quotes"),
      (#"{"a"}"#, 4, "'}'", "':'"),
      (#"{"a":}"#, 5, "'}'", "a value"),
      (#"{"a":1,}"#, 7, "'}'", "a member's name in quotes"),
      (#"{"a":1 "b":2}"#, 7, "'\"'", "',' or '}'"),
      (#"{"a":{"b":1]}"#, 11, "']'", "',' or '}'"),
      ("[1 2]", 3, "'2'", "',' or ']'"),
      ("[1,]", 3, "']'", "a value"),
      ("[1", 2, "the end of the input", "',' or ']'"),
      ("01", 1, "'1'", "the end of the input"),
      ("-", 1, "the end of the input", "a digit"),
      ("1.", 2, "the end of the input", "a digit"),
      ("1e+", 3, "the end of the input", "a digit"),
      ("tru", 3, "the end of the input", "true"),
      ("nulL", 3, "'L'", "null"),
      ("\"a\nb\"", 2, "byte 0x0a", "control characters escaped"),
      (#""\x""#, 2, "'x'", #"one of "\/bfnrtu"#),
      (#""\u00g0""#, 5, "'g'", "a hexadecimal digit"),
      (#""abc"#, 4, "the end of the input", "'\"'"),
      ("1 1", 2, "'1'", "the end of the input"),
      ("\u{feff}1", 0, "byte 0xef", "a value"),
    ])
  func syntaxErrorsSayWhereAndWhat(input: String, offset: Int, found: String, expected: String) {
    let error = wireError { () throws(WireError) in try JSONScanner.scan(bytes(input)) }
    #expect(error == WireError(.syntax, "JSON", offset: offset, found: found, expected: expected))
  }

  @Test(
    arguments: [
      [0x80], [0xc0, 0x80], [0xc1, 0xbf], [0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80], [0xf0, 0x80, 0x80, 0x80],
      [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xc3], [0xe2, 0x82], [0xff],
    ] as [[UInt8]])
  func bytesThatAreNotUTF8(sequence: [UInt8]) {
    let error = wireError { () throws(WireError) in try JSONScanner.scan([0x22, 0x61] + sequence + [0x22]) }
    #expect(error?.kind == .encoding)
    #expect(error?.offset == 2)
  }

  @Test(arguments: [#""\ud83d""#, #""\ude00""#, #""\ud83dx""#, #""\ud83d\n""#, #""\ud83d\ud83d""#])
  func halfASurrogatePairIsRefused(input: String) {
    let error = wireError { () throws(WireError) in try JSONScanner.scan(bytes(input)) }
    #expect(error?.kind == .loneSurrogate)
    #expect(error?.offset == 1)
  }

  @Test(arguments: [("[", "]"), (#"{"a":"#, "}"), (#"[{"a":"#, "}]")])
  func depthIsLimited(open: String, close: String) {
    let levels = open.contains("[{") ? 256 : 512
    let inner = open.hasSuffix("[") ? "" : "1"
    func nested(_ count: Int) -> [UInt8] {
      bytes(String(repeating: open, count: count) + inner + String(repeating: close, count: count))
    }
    #expect(wireError { () throws(WireError) in try JSONScanner.scan(nested(levels)) } == nil)
    let error = wireError { () throws(WireError) in try JSONScanner.scan(nested(levels + 1)) }
    #expect(error?.kind == .tooDeep)
    let opening = "[{".utf8
    let brackets = nested(levels + 1).enumerated().filter { opening.contains($0.element) }
    #expect(error?.offset == brackets[512].offset)
  }

  /// Every place of a special byte against the eight-byte steps of the scanner.
  @Test func specialBytesAreSeenAtEveryPlace() {
    for length in 0..<40 {
      for at in 0..<length {
        for special: UInt8 in [0x00, 0x1f, 0x22, 0x5c, 0x80, 0xff] {
          var content = [UInt8](repeating: 0x23, count: length)
          content[at] = special
          let error = wireError { () throws(WireError) in try JSONScanner.scan([0x22] + content + [0x22]) }
          // A quote ends the string, so that the fault is behind it; a backslash escapes what follows.
          let isLast = at == length - 1
          let offset =
            special == 0x22 || special == 0x5c && !isLast ? at + 2 : special == 0x5c ? at + 3 : at + 1
          #expect(error?.offset == offset, "\(special) at \(at) of \(length)")
        }
      }
    }
  }
}
