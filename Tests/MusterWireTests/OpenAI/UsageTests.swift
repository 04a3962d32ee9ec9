import MusterWire
import Testing

@Suite struct UsageTests {
  @Test func wholeAnswers() {
    #expect(Usage.find(in: Fixtures.chatAnswer) == Usage(inputTokens: 19, outputTokens: 10, totalTokens: 29))
    #expect(Usage.find(in: Fixtures.embeddingAnswer) == Usage(inputTokens: 8, outputTokens: 0))
    #expect(Usage.find(in: Fixtures.responsesAnswer) == Usage(inputTokens: 36, outputTokens: 87))
  }

  @Test func events() {
    #expect(Usage.find(in: bytes(Fixtures.usageChunk)) == Usage(inputTokens: 3, outputTokens: 2))
    #expect(Usage.find(in: bytes(Fixtures.completedEvent)) == Usage(inputTokens: 11, outputTokens: 22))
    #expect(Usage.find(in: bytes(Fixtures.firstChunk)) == nil)
  }

  @Test(
    arguments: [
      "{}", "[]", "nonsense", "", #"{"usage":{}}"#, #"{"usage":7}"#, #"{"usage":{"prompt_tokens":"7"}}"#,
      #"{"usage":{"prompt_tokens":-1}}"#, #"{"usage":{"prompt_tokens":1e30}}"#,
      #"{"response":{"usage":null}}"#,
    ])
  func noneWhereThereIsNone(answer: String) {
    #expect(Usage.find(in: bytes(answer)) == nil)
  }

  @Test func sumWhereNoTotalIsGiven() {
    let answer = bytes(#"{"usage":{"prompt_tokens":4,"completion_tokens":6.0}}"#)
    #expect(Usage.find(in: answer)?.totalTokens == 10)
  }
}
