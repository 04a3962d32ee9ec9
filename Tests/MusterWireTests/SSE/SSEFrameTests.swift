import MusterWire
import Testing

@Suite struct SSEFrameTests {
  /// A frame, kept beyond its call.
  private struct Kept: Equatable {
    let bytes: [UInt8]
    let data: [UInt8]?
    let lines: Int
    let type: String?

    init(_ frame: SSEFrame) {
      bytes = Array(frame.bytes)
      data = frame.data == nil ? nil : frame.withData { Array($0) }
      lines = frame.dataLines
      type = frame.event.map { text(frame.bytes[$0]) }
    }
  }

  private static func frames(_ pieces: [ArraySlice<UInt8>]) throws -> (frames: [Kept], rest: [UInt8]) {
    var scanner = SSEFrameScanner()
    var frames: [Kept] = []
    for piece in pieces { try scanner.feed(piece) { frames.append(Kept($0)) } }
    try scanner.finish { frames.append(Kept($0)) }
    return (frames, scanner.unfinished)
  }

  /// The frames hold every byte once, do not depend on the cuts, and their data are what the parser gives.
  @Test(arguments: StreamFixture.all) func everyCutGivesTheSameFrames(fixture: StreamFixture) throws {
    let input = bytes(fixture.input)
    let whole = try Self.frames([input[...]])
    #expect(whole.frames.flatMap(\.bytes) + whole.rest == input)
    #expect(whole.frames.compactMap(\.data) == fixture.events.map(\.data))
    let types = whole.frames.filter { $0.data != nil }.map {
      $0.type.flatMap { $0.isEmpty ? nil : $0 } ?? "message"
    }
    #expect(types == fixture.events.map(\.type))
    for pieces in cuts(of: input) {
      let cut = try Self.frames(pieces)
      #expect(cut.frames == whole.frames && cut.rest == whole.rest, "\(pieces.map(\.count))")
    }
  }

  @Test func framesAreGivenOutWithTheirLastByte() throws {
    for end in ["\n\n", "\r\n\r\n", "\r\r"] {
      let input = bytes("data: a\(end)")
      var scanner = SSEFrameScanner()
      var count = 0
      for (at, byte) in input.enumerated() {
        try scanner.feed([byte]) { _ in count += 1 }
        #expect(count == (at == input.count - 1 ? 1 : 0))
      }
      #expect(scanner.unfinished.isEmpty)
    }
  }

  @Test func wholeFramesAreNotCopied() throws {
    let input = bytes("data: a\n\ndata: b\n\ndata: c")
    var scanner = SSEFrameScanner()
    try input.withUnsafeBytes { region in
      var places: [Int] = []
      try scanner.feed(region) { frame in
        guard let start = region.baseAddress, let place = frame.bytes.baseAddress else { return }
        places.append(place - start)
      }
      #expect(places == [0, 9])
    }
    #expect(scanner.unfinished == bytes("data: c"))
  }

  /// What a gateway does: forward all but the chunk with the usage that the caller did not ask for.
  @Test func theUsageChunkCanBeDropped() throws {
    for pieces in cuts(of: Fixtures.chatStream) {
      var scanner = SSEFrameScanner()
      var forwarded: [UInt8] = []
      var usage: Usage?
      var isDone = false
      for piece in pieces {
        try scanner.feed(piece) { frame in
          let chunk = frame.chunk
          usage = chunk?.usage ?? usage
          isDone = isDone || chunk?.isLast == true
          if chunk?.isUsageOnly != true { forwarded += frame.bytes }
        }
      }
      #expect(text(forwarded) == "data: \(Fixtures.firstChunk)\n\n: ping\n\ndata: [DONE]\n\n")
      #expect(usage == Usage(inputTokens: 3, outputTokens: 2) && isDone)
    }
  }
}
