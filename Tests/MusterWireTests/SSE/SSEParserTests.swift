import MusterMath
import MusterWire
import Testing

@Suite struct SSEParserTests {
  @Test(arguments: StreamFixture.all) func everyCutGivesTheSameEvents(fixture: StreamFixture) throws {
    for pieces in cuts(of: bytes(fixture.input)) {
      var parser = SSEParser()
      var events: [SSEEvent] = []
      for piece in pieces { events += try parser.feed(piece) }
      #expect(events == fixture.events, "\(pieces.map(\.count))")
    }
  }

  @Test func retryAndLastIDAreKept() throws {
    var parser = SSEParser()
    _ = try parser.feed(bytes("retry: 1500\nid: 7\n"))
    #expect(parser.retryMilliseconds == 1500 && parser.lastEventID.isEmpty)
    _ = try parser.feed(bytes("\nretry: 1x\nretry:\nretry: -1\nretry: 99999999999999999999\n\n"))
    #expect(parser.retryMilliseconds == 1500 && parser.lastEventID == "7")
  }

  @Test func aStreamCutShortIsSeen() throws {
    var parser = SSEParser()
    #expect(!parser.isWithinEvent)
    _ = try parser.feed(bytes("data: a\n"))
    #expect(parser.isWithinEvent)
    _ = try parser.feed(bytes("\n"))
    #expect(!parser.isWithinEvent)
    _ = try parser.feed(bytes(": co"))
    #expect(parser.isWithinEvent)
  }

  @Test func bytesThatAreNotUTF8AreKeptAsData() throws {
    var parser = SSEParser()
    let events = try parser.feed(bytes("data: ") + [0xff] + bytes("\n\n"))
    #expect(events.map(\.data) == [[0xff]] && events.map(\.text) == ["\u{fffd}"])
  }

  @Test(
    arguments: [
      ("data: 12345\n\n", 11, nil), ("data: 123456\n\n", 11, 11), ("a\ndata: 123456\n\n", 11, 13),
      ("a\n\ndata: 123456", 11, 14), ("a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\n", 11, 20),
      ("a\nb\nc\nd\n\ne\nf\ng\nh\ni\nj\n\n", 11, nil),
    ] as [(String, Int, Int?)])
  func sizesAreLimitedHoweverTheStreamIsCut(input: String, lineBytes: Int, offset: Int?) {
    let limits = SSELimits(lineBytes: lineBytes, eventBytes: 20)
    for pieces in cuts(of: bytes(input)) {
      var parser = SSEParser(limits: limits)
      var scanner = SSEFrameScanner(limits: limits)
      let parserError = wireError { () throws(WireError) in
        for piece in pieces { _ = try parser.feed(piece) }
      }
      let scannerError = wireError { () throws(WireError) in
        for piece in pieces { try scanner.feed(piece) { _ in } }
      }
      #expect(parserError?.offset == offset && scannerError == parserError)
      #expect((parserError == nil) == (offset == nil) && (parserError?.kind ?? .tooLarge) == .tooLarge)
      if parserError != nil {
        #expect(
          wireError { () throws(WireError) in try parser.feed(bytes("\n\ndata: a\n\n")) } == parserError)
        #expect(wireError { () throws(WireError) in try scanner.feed(bytes("\n\n")) { _ in } } == parserError)
      }
    }
  }

  @Test func goldenEncoding() throws {
    let event = try SSEEncoder.event(bytes("a\nb\r\nc\rd"), type: "add", id: "7", retryMilliseconds: 100)
    #expect(text(event) == "event: add\nid: 7\nretry: 100\ndata: a\ndata: b\ndata: c\ndata: d\n\n")
    #expect(text(SSEEncoder.comment("a\nb")) == ": a b\n\n")
    #expect(text(SSEEncoder.done) == "data: [DONE]\n\n")
    #expect(text(SSEEncoder.data([])) == "data: \n\n")
    for (type, id) in [("a\nb", nil), (nil, "a\rb"), (nil, "a\0b")] as [(String?, String?)] {
      #expect(throws: WireError.self) { try SSEEncoder.event([], type: type, id: id) }
    }
  }

  @Test func whatIsEncodedReadsBack() throws {
    var random = Random(seed: 9)
    for _ in 0..<500 {
      let data = (0..<random.below(20)).map { _ in Array("a b:\n\r\u{7f}".utf8)[random.below(7)] }
      var expected: [UInt8] = []
      for (at, byte) in data.enumerated() where !(byte == 0x0a && at > 0 && data[at - 1] == 0x0d) {
        expected.append(byte == 0x0d ? 0x0a : byte)
      }
      var parser = SSEParser()
      let events = try parser.feed(try SSEEncoder.event(data, type: " x", id: "é"))
      #expect(events == [SSEEvent(type: " x", data: expected, lastEventID: "é")])
    }
  }
}
