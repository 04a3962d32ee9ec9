import MusterWire
import Testing

@Suite struct OpenAIRequestTests {
  @Test func chat() throws {
    let request = try OpenAIRequest(.chatCompletions, Fixtures.chat)
    #expect(request.model == "gpt-4o-mini")
    #expect(request.stream && !request.includeUsage && request.mustAskForUsage)
    #expect(request.maxOutputTokens == 256)
    #expect(request.user == "user-1")
    #expect(request.choices == 2)
    let document = try JSONScanner.scan(Fixtures.chat)
    let inputs = ["messages", "tools"].compactMap { document.member($0, in: Fixtures.chat)?.value.count }
    #expect(request.estimatedInputTokens == inputs.reduce(0) { $0 + ($1 + 3) / 4 })
    #expect(request.bytes == Fixtures.chat)
  }

  @Test func otherEndpoints() throws {
    let completion = try OpenAIRequest(.completions, Fixtures.completion[...])
    #expect(completion.maxOutputTokens == 7 && completion.choices == 1 && !completion.stream)
    #expect(completion.estimatedInputTokens == 5)
    let embedding = try Fixtures.embedding.withUnsafeBytes { try OpenAIRequest(.embeddings, $0) }
    #expect(embedding.model == "text-embedding-3-small" && embedding.maxOutputTokens == nil)
    #expect(embedding.estimatedInputTokens == 7)
    let responses = try OpenAIRequest(.responses, Fixtures.responses)
    #expect(responses.maxOutputTokens == 64 && responses.stream && !responses.mustAskForUsage)
    #expect(responses.estimatedInputTokens == 3 + 2)
  }

  @Test func absentAndNullAreAlike() throws {
    let fields = ["stream", "stream_options", "max_tokens", "max_completion_tokens", "user", "n", "messages"]
    let nulls = fields.map { #","\#($0)":null"# }.joined()
    for body in [#"{"model":"m"}"#, #"{"model":"m"\#(nulls)}"#] {
      let request = try OpenAIRequest(.chatCompletions, bytes(body))
      #expect(!request.stream && !request.includeUsage && !request.mustAskForUsage)
      #expect(request.maxOutputTokens == nil && request.user == nil && request.choices == 1)
      #expect(request.estimatedInputTokens == 0)
    }
  }

  @Test(
    arguments: [
      (#"{"max_tokens":5}"#, 5), (#"{"max_tokens":5,"max_completion_tokens":6}"#, 6),
      (#"{"max_tokens":5,"max_completion_tokens":null}"#, 5), (#"{"max_tokens":16.0}"#, 16),
      (#"{"max_tokens":1e3}"#, 1000), (#"{"max_tokens":0}"#, 0),
      (#"{"max_tokens":1000000000}"#, 1_000_000_000),
      (#"{"max_tokens":1,"max_tokens":2}"#, 2), (#"{"max_output_tokens":3}"#, nil),
    ])
  func maxTokensOfChat(members: String, expected: Int?) throws {
    let body = bytes(#"{"model":"m","# + members.dropFirst())
    #expect(try OpenAIRequest(.chatCompletions, body).maxOutputTokens == expected)
  }

  @Test(
    arguments: [
      (#"{"model":7}"#, "model: found a number, expected a string, at byte 9"),
      (#"{"model":"a","model":["b"]}"#, "model: found an array, expected a string, at byte 21"),
      ("{}", "model: found none, expected a string"),
      (#"{"model":null}"#, "model: found none, expected a string"),
      (#"{"model":""}"#, "model: found an empty string, expected the name of a model"),
      ("[1]", "body: found an array, expected an object, at byte 0"),
      (#"{"model":"m","stream":"yes"}"#, "stream: found a string, expected a boolean, at byte 22"),
      (#"{"model":"m","user":{}}"#, "user: found an object, expected a string, at byte 20"),
      (
        #"{"model":"m","stream_options":1}"#, "stream_options: found a number, expected an object, at byte 30"
      ),
      (
        #"{"model":"m","stream_options":{"include_usage":1}}"#,
        "stream_options.include_usage: found a number, expected a boolean, at byte 47"
      ),
      (
        #"{"model":"m","max_tokens":"5"}"#,
        "max_tokens: found a string, expected a whole number from 0 to 1000000000, at byte 26"
      ),
      (
        #"{"model":"m","max_tokens":1.5}"#,
        "max_tokens: found the number '1.5', expected a whole number from 0 to 1000000000, at byte 26"
      ),
      (
        #"{"model":"m","max_completion_tokens":1000000001}"#,
        "max_completion_tokens: found the number '1000000001', expected a whole number from 0 to 1000000000, "
          + "at byte 37"
      ),
      (
        #"{"model":"m","n":0}"#,
        "n: found the number '0', expected a whole number from 1 to 1000000000, at byte 17"
      ),
      (
        #"{"model":"m","n":1e400}"#,
        "n: found the number '1e400', expected a whole number from 1 to 1000000000, at byte 17"
      ),
      (#"{"model":"m"}}"#, "JSON: found '}', expected the end of the input, at byte 13"),
    ])
  func errorsNameTheField(body: String, description: String) {
    let error = wireError { () throws(WireError) in try OpenAIRequest(.chatCompletions, bytes(body)) }
    #expect(error?.description == description)
  }

  @Test func endpointsHavePaths() {
    for endpoint in OpenAIEndpoint.allCases { #expect(OpenAIEndpoint(path: endpoint.path) == endpoint) }
    #expect(OpenAIEndpoint(path: "/v1/chat/completions") == .chatCompletions)
    #expect(OpenAIEndpoint(path: "/v1/models") == nil)
  }
}
