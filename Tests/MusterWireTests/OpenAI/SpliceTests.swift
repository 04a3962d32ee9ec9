import MusterMath
import MusterWire
import Testing

@Suite struct SpliceTests {
  @Test func onlyTheNameOfTheModelChanges() throws {
    let request = try OpenAIRequest(.chatCompletions, Fixtures.chat)
    let expected = text(Fixtures.chat).replacing(#""gpt-4o-mini""#, with: #""a/\"b\"""#)
    #expect(text(request.body(withModel: #"a/"b""#)) == expected)
  }

  @Test(
    arguments: [
      (
        #"{"model":"m","stream":true}"#,
        #"{"stream_options":{"include_usage":true},"model":"M","stream":true}"#
      ),
      (
        #" { "model":"m","stream":true,"stream_options" : { } } "#,
        #" { "model":"M","stream":true,"stream_options" : {"include_usage":true } } "#
      ),
      (
        #"{"model":"m","stream":true,"stream_options":{ "x":1}}"#,
        #"{"model":"M","stream":true,"stream_options":{"include_usage":true, "x":1}}"#
      ),
      (
        #"{"model":"m","stream":true,"stream_options":{"include_usage":false,"x":1}}"#,
        #"{"model":"M","stream":true,"stream_options":{"include_usage":true,"x":1}}"#
      ),
      (
        #"{"stream_options":null,"stream":true,"model":"m"}"#,
        #"{"stream_options":{"include_usage":true},"stream":true,"model":"M"}"#
      ),
      (
        #"{"model":"m","stream":true,"stream_options":{"include_usage":true}}"#,
        #"{"model":"M","stream":true,"stream_options":{"include_usage":true}}"#
      ),
      (#"{"model":"m","stream":false}"#, #"{"model":"M","stream":false}"#),
      (
        #"{"model":1,"stream":true,"stream_options":{"include_usage":true},"mod\u0065l":"m","#
          + #""stream_options":{"include_usage":null,"include_\u0075sage":false}}"#,
        #"{"model":"M","stream":true,"stream_options":{"include_usage":true},"mod\u0065l":"M","#
          + #""stream_options":{"include_usage":true,"include_\u0075sage":true}}"#
      ),
    ])
  func usageIsAskedFor(body: String, expected: String) throws {
    for endpoint in [OpenAIEndpoint.chatCompletions, .completions] {
      let request = try OpenAIRequest(endpoint, bytes(body))
      let spliced = request.body(withModel: "M", askingForUsage: true)
      #expect(text(spliced) == expected)
      let again = try OpenAIRequest(endpoint, spliced)
      #expect(again.includeUsage == again.stream && !again.mustAskForUsage)
      #expect(request.mustAskForUsage == (request.stream && !request.includeUsage))
    }
  }

  @Test func responsesAreNeverAskedForUsage() throws {
    let request = try OpenAIRequest(.responses, Fixtures.responses)
    #expect(request.body(withModel: "M", askingForUsage: true) == request.body(withModel: "M"))
  }

  /// Random bodies: all bytes outside the model's value stay, and all fields but the model read the same.
  @Test func randomBodiesKeepTheirBytes() throws {
    var random = Random(seed: 6)
    var generator = RandomJSON(random: Random(seed: 7))
    var checked = 0
    for _ in 0..<2000 {
      var before: [UInt8] = [0x7b]
      for _ in 0..<random.below(4) { before += generator.string() + [0x3a] + generator.object() + [0x2c] }
      before += bytes(
        ["", #""stream":true,"#, #""stream":true,"stream_options":{"x":[]},"#][random.below(3)])
      before += bytes([#""model" : "#, #""\u006dodel":"#][random.below(2)])
      var after = bytes(" ")
      for _ in 0..<random.below(4) { after += [0x2c] + generator.string() + [0x3a] + generator.object() }
      after += bytes("\n}\n")
      // The pieces that make up names can spell "model", whose value then is an object.
      guard let request = try? OpenAIRequest(.chatCompletions, before + bytes(#""m""#) + after) else {
        continue
      }
      guard request.body(withModel: "m") == request.bytes else { continue }
      checked += 1

      let spliced = request.body(withModel: "new\n😀")
      #expect(spliced == before + bytes(#""new\n😀""#) + after)
      let again = try OpenAIRequest(.chatCompletions, spliced)
      #expect(again.model == "new\n😀")
      #expect(again.body(withModel: "m") == request.bytes)
      #expect(again.stream == request.stream && again.user == request.user)
      #expect(again.estimatedInputTokens == request.estimatedInputTokens)

      let asking = try OpenAIRequest(
        .chatCompletions, request.body(withModel: "m", askingForUsage: true))
      #expect(asking.includeUsage == request.stream && asking.model == "m")
      #expect(
        asking.bytes.count - request.bytes.count <= #""stream_options":{"include_usage":true},"#.utf8.count)
    }
    #expect(checked > 1900)
  }
}
