import Testing

@testable import MusterWire

@Suite("What a body asks in words") struct PromptTextTests {
  private func text(_ body: String) -> String {
    String(decoding: PromptText.of(Array(body.utf8)), as: UTF8.self)
  }

  @Test(arguments: [
    (
      #"{"model": "m", "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Why?"}]}"#,
      "Be brief.\nWhy?"
    ),
    (
      #"{"messages": [{"role": "user", "content": [{"type": "text", "text": "a\n"}, {"type": "image_url", "image_url": {"url": "x"}}]}]}"#,
      "a\n"
    ),
    (#"{"model": "m", "prompt": ["one", "two" , "three"]}"#, "one\ntwo\nthree"),
    (#"{"input": "é", "instructions": "be kind"}"#, "é\nbe kind"),
    (#""only this""#, "only this"),
    (#"{"model": "m", "messages": []}"#, ""),
    (#"{"user": "u", "n": 3}"#, ""),
    ("not JSON", ""),
  ])
  func isGathered(_ body: String, _ expected: String) { #expect(text(body) == expected) }

  @Test func isCut() {
    #expect(
      text(#"{"prompt": ""# + String(repeating: "a", count: 100_000) + #""}"#).utf8.count == PromptText.limit)
  }

  @Test(
    arguments: [
      (#"{"object": "list", "data": [{"index": 0, "embedding": [0.5, -1e-1 ,2]}]}"#, [0.5, -0.1, 2]),
      (#"{"data": [{"embedding": []}]}"#, nil),
      (#"{"data": [{"embedding": [1, "x"]}]}"#, nil),
      (#"{"data": [{"embedding": [1e999]}]}"#, nil),
      (#"{"error": {}}"#, nil),
    ] as [(String, [Float]?)])
  func aVectorIsRead(_ body: String, _ expected: [Float]?) {
    #expect(EmbeddingAnswer.vector(in: Array(body.utf8)) == expected)
  }
}
