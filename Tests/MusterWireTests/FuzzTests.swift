import MusterMath
import MusterWire
import Testing

/// Bytes from anywhere: nothing may trap, and what is accepted must make sense.
@Suite struct FuzzTests {
  private static let seeds: [[UInt8]] =
    [
      Fixtures.chat, Fixtures.completion, Fixtures.embedding, Fixtures.responses, Fixtures.chatAnswer,
      Fixtures.chatStream, bytes(Fixtures.completedEvent), bytes(#"[{"error":{"code":4,"message":"m"}}]"#),
    ] + StreamFixture.all.map { bytes($0.input) }

  @Test(arguments: 0..<4) func nothingTraps(part: Int) {
    var random = Random(seed: 10, stream: UInt64(part))
    var mutation = Mutation(random: Random(seed: 11, stream: UInt64(part)))
    for round in 0..<5000 {
      let input =
        round % 2 == 0
        ? (0..<random.below(60)).map { _ in UInt8(random.below(256)) }
        : mutation.mutate(Self.seeds[random.below(Self.seeds.count)])
      Self.json(input)
      Self.stream(input, cut: random.below(input.count + 1))
      Self.headers(text(input))
    }
  }

  private static func json(_ input: [UInt8]) {
    let error = wireError { () throws(WireError) in try JSONScanner.scan(input) }
    if let error {
      #expect((0...input.count).contains(error.offset ?? -1))
      #expect(error.description.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f })
    }
    for endpoint in OpenAIEndpoint.allCases {
      guard let request = try? OpenAIRequest(endpoint, input) else { continue }
      let body = request.body(withModel: "\"m\"", askingForUsage: true)
      let again = try? OpenAIRequest(endpoint, body)
      #expect(again?.model == "\"m\"" && again?.mustAskForUsage == false)
    }
    _ = StreamChunk(input)
    _ = Usage.find(in: input)
    _ = UpstreamFailure(status: 400, body: input)
    for start in stride(from: 0, to: input.count, by: 7) {
      _ = try? JSONString.decode(input, start..<min(start + 9, input.count))
    }
  }

  private static func stream(_ input: [UInt8], cut: Int) {
    var parser = SSEParser(limits: SSELimits(lineBytes: 300, eventBytes: 500))
    var events = try? parser.feed(input[..<cut])
    events? += (try? parser.feed(input[cut...])) ?? []
    var scanner = SSEFrameScanner(limits: SSELimits(lineBytes: 300, eventBytes: 500))
    var data: [[UInt8]] = []
    var joined: [UInt8] = []
    let take = { (frame: SSEFrame) in
      joined += frame.bytes
      if frame.data != nil { data.append(frame.withData { Array($0) }) }
    }
    let error = wireError { () throws(WireError) in
      try scanner.feed(input[..<cut], take)
      try scanner.feed(input[cut...], take)
      try scanner.finish(take)
    }
    guard error == nil else { return }
    #expect(joined + scanner.unfinished == input)
    #expect(data == events?.map(\.data))
  }

  private static func headers(_ input: String) {
    _ = RetryAfter.milliseconds(retryAfter: input, retryAfterMilliseconds: input, nowUnixMilliseconds: 0)
    _ = try? TraceContext(traceparent: input, tracestate: [input])
    if let state = TraceState.join([input, "a=1"]) { #expect(TraceState.join([state]) == state) }
  }
}
