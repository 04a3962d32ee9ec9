import MusterWire
import Testing

@Suite struct ErrorTests {
  @Test func goldenBody() {
    let error = OpenAIError(message: "No \"x\"", type: "invalid_request_error", param: "model")
    #expect(
      text(error.encoded())
        == #"{"error":{"message":"No \"x\"","type":"invalid_request_error","param":"model","code":null}}"#)
    #expect(text(error.streamEvent()) == "data: \(text(error.encoded()))\n\n")
    #expect(OpenAIError(decoding: error.encoded()) == error)
  }

  @Test(
    arguments: [
      (
        #"{"error":{"message":"m","type":"t","param":null,"code":429}}"#,
        OpenAIError(message: "m", type: "t", code: "429")
      ),
      (#"{"error":"m"}"#, OpenAIError(message: "m", type: nil)),
      (
        #"{"object":"error","message":"m","type":"t","param":"p","code":400}"#,
        OpenAIError(message: "m", type: "t", param: "p", code: "400")
      ),
      (
        #"[{"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED"}}]"#,
        OpenAIError(message: "m", type: "RESOURCE_EXHAUSTED", code: "429")
      ),
      (#"{"detail":"m"}"#, OpenAIError(message: "m", type: nil)),
      (
        #"{"type":"response.failed","response":{"error":{"code":"c","message":"m"}}}"#,
        OpenAIError(message: "m", type: nil, code: "c")
      ),
      (#"{"error":{}}"#, nil), ("{}", nil), ("<html>", nil), ("", nil), ("[]", nil), ("7", nil),
    ] as [(String, OpenAIError?)])
  func bodiesOfManyServers(body: String, expected: OpenAIError?) {
    #expect(OpenAIError(decoding: bytes(body)) == expected)
  }

  @Test func aRequestThatCannotBeReadTellsItsField() {
    let typed = OpenAIError(WireError(.type, "n", offset: 3, found: "a string", expected: "a number"))
    #expect(typed.param == "n" && typed.type == "invalid_request_error" && typed.code == nil)
    let broken = OpenAIError(WireError(.syntax, "JSON", offset: 0, found: "'x'", expected: "a value"))
    #expect(broken.param == nil && broken.code == "invalid_json")
  }

  private static func coded(_ code: String, type: String = "t") -> String {
    #"{"error":{"message":"m","type":"\#(type)","code":"\#(code)"}}"#
  }

  @Test(
    arguments: [
      (429, coded("rate_limit_exceeded"), .rateLimited), (429, "busy", .rateLimited),
      (429, coded("insufficient_quota"), .outOfBudget),
      (429, coded("x", type: "insufficient_quota"), .outOfBudget),
      (429, coded("billing_not_active"), .outOfBudget), (402, "", .outOfBudget),
      (400, coded("billing_hard_limit_reached"), .outOfBudget),
      (400, coded("400", type: "budget_exceeded"), .outOfBudget),
      (400, coded("quota_exceeded"), .outOfBudget), (400, coded("context_length_exceeded"), .contextTooLong),
      (
        400, #"{"message":"This model's maximum context length is 4096 tokens.","code":400}"#, .contextTooLong
      ),
      (400, coded("x"), .invalidRequest), (400, "", .invalidRequest),
      (404, coded("model_not_found"), .invalidRequest),
      (413, "", .invalidRequest), (422, #"{"detail":"m"}"#, .invalidRequest), (405, "", .invalidRequest),
      (401, coded("invalid_api_key"), .unauthorised), (403, "", .unauthorised),
      (500, "", .serverError), (502, "<html>", .serverError), (503, "", .serverError),
      (529, "", .serverError),
      (408, "", .serverError), (409, "", .serverError), (425, "", .serverError), (302, "", .serverError),
      (599, "", .serverError),
    ] as [(Int, String, UpstreamFailure.Kind)])
  func failuresAreClassified(status: Int, body: String, kind: UpstreamFailure.Kind) throws {
    let failure = try #require(UpstreamFailure(status: status, body: bytes(body)))
    #expect(failure.kind == kind && failure.status == status)
    #expect(failure.isRetryableElsewhere == (kind != .invalidRequest && kind != .contextTooLong))
    #expect(failure.error == OpenAIError(decoding: bytes(body)))
  }

  @Test(arguments: [200, 201, 204, 299]) func successesAreNoFailures(status: Int) {
    #expect(UpstreamFailure(status: status, body: Fixtures.chatAnswer) == nil)
  }

  @Test func modelsAreListed() {
    let models = [
      ListedModel(id: "a", created: 1_700_000_000, ownedBy: "muster"),
      ListedModel(id: "b/\"c\"", created: 0, ownedBy: ""),
    ]
    #expect(
      text(ListedModel.encodeList(models))
        == #"{"object":"list","data":[{"id":"a","object":"model","created":1700000000,"owned_by":"muster"},"#
        + #"{"id":"b/\"c\"","object":"model","created":0,"owned_by":""}]}"#)
    #expect(text(ListedModel.encodeList([])) == #"{"object":"list","data":[]}"#)
    #expect(
      text(models[0].encoded()) == #"{"id":"a","object":"model","created":1700000000,"owned_by":"muster"}"#)
  }
}
