import MusterWire
import Testing

@Suite struct StreamChunkTests {
  @Test func chunksOfChat() {
    let first = StreamChunk(bytes(Fixtures.firstChunk))
    #expect(
      first.usage == nil && !first.hasEmptyChoices && !first.isUsageOnly && !first.isLast && first.isReadable)
    let usage = StreamChunk(bytes(Fixtures.usageChunk))
    #expect(usage.isUsageOnly && usage.hasEmptyChoices && usage.usage?.totalTokens == 5)
    for done in ["[DONE]", " [DONE] "] {
      let chunk = StreamChunk(bytes(done))
      #expect(chunk.isDone && chunk.isLast && chunk.isReadable && !chunk.isUsageOnly)
    }
  }

  @Test func usageBesideChoicesIsNotDropped() {
    let chunk = StreamChunk(bytes(#"{"choices":[{}],"usage":{"prompt_tokens":1,"completion_tokens":1}}"#))
    #expect(chunk.usage != nil && !chunk.isUsageOnly)
    #expect(!StreamChunk(bytes(#"{"choices":[],"prompt_filter_results":[]}"#)).isUsageOnly)
  }

  @Test func eventsOfResponses() {
    let chunk = StreamChunk(bytes(Fixtures.completedEvent))
    #expect(chunk.type == "response.completed" && chunk.isLast && !chunk.isUsageOnly && !chunk.isError)
    #expect(chunk.usage == Usage(inputTokens: 11, outputTokens: 22))
    let delta = StreamChunk(bytes(#"{"type":"response.output_text.delta","delta":"Hi"}"#))
    #expect(!delta.isLast && delta.usage == nil && !delta.isError)
  }

  @Test(
    arguments: [
      #"{"error":{"message":"x"}}"#, #"{"error":"x"}"#, #"{"type":"error","message":"x"}"#,
      #"{"type":"response.failed","response":{"error":{"code":"server_error"}}}"#,
    ])
  func errors(data: String) { #expect(StreamChunk(bytes(data)).isError) }

  @Test(arguments: ["", "[]", "[DONE", "[DONE]x", "{", "{}x"])
  func whatCannotBeReadIsOnlyThat(data: String) {
    let chunk = StreamChunk(bytes(data))
    #expect(!chunk.isReadable && !chunk.isDone && !chunk.isError && chunk.usage == nil)
  }

  @Test func aNullErrorIsNone() { #expect(!StreamChunk(bytes(#"{"error":null}"#)).isError) }
}
