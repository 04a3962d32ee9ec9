import Foundation
import MusterMath
import MusterWire
import Testing

@Suite struct JSONTextTests {
  @Test func goldenText() throws {
    var json = JSONText()
    try json.object { json throws(WireError) in
      json.member("a", "x")
      json.member("b", 7)
      json.member("c", orNull: nil)
      json.member("d", ifAny: nil)
      json.member("e", true)
      json.name("f")
      try json.array { json throws(WireError) in
        json.array { _ in }
        json.object { _ in }
        json.null()
        try json.number(0.1)
        try json.number(-1e21)
        json.raw("[1]".utf8)
      }
    }
    #expect(json.text == #"{"a":"x","b":7,"c":null,"e":true,"f":[[],{},null,0.1,-1e+21,[1]]}"#)
  }

  @Test func everyCharacterReadsBack() throws {
    for scalar in (0..<0x300).compactMap({ Unicode.Scalar($0) }) + ["\u{2028}", "語", "😀"] {
      var json = JSONText()
      json.string("<\(scalar)>")
      #expect(try JSONString.decode(json.bytes, 0..<json.bytes.count) == "<\(scalar)>")
      let object = try JSONSerialization.jsonObject(with: Data(json.bytes), options: .fragmentsAllowed)
      #expect(object as? String == "<\(scalar)>")
    }
    var json = JSONText()
    json.string("\"\\/\u{8}\u{9}\n\u{c}\r\u{1}\u{1f}\u{7f}")
    #expect(json.text == #""\"\\/\b\t\n\f\r\u0001\u001f"# + "\u{7f}\"")
  }

  @Test func doublesReadBackToTheSameBits() throws {
    var random = Random(seed: 5)
    for _ in 0..<2000 {
      let value = Double(bitPattern: random.next())
      var json = JSONText()
      if value.isFinite {
        try json.number(value)
        #expect(Double(json.text)?.bitPattern == value.bitPattern)
        #expect(try JSONScanner.scan(json.bytes).type == .number)
      } else {
        #expect(throws: WireError.self) { try json.number(value) }
        #expect(json.bytes.isEmpty)
      }
    }
  }

  @Test func stringsDecode() throws {
    let input = bytes(#"xx"a\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00é"yy"#)
    let decoded = try JSONString.decode(input, 2..<input.count - 2)
    #expect(decoded == "a\"\\/\u{8}\u{c}\n\r\tAé😀é")
    #expect(wireError { () throws(WireError) in try JSONString.decode(input, 0..<4) }?.offset == 0)
    #expect(wireError { () throws(WireError) in try JSONString.decode(input, 2..<4) }?.offset == 4)
    #expect(wireError { () throws(WireError) in try JSONString.decode(input, 2..<99) }?.kind == .value)
    #expect(wireError { () throws(WireError) in try JSONString.decode(bytes(#""a"b"#), 0..<4) }?.offset == 3)
  }
}
