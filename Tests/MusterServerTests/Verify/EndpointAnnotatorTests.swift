import HTTPTypes
import Testing

@testable import MusterServer

@Suite("An endpoint that says how good something is", .timeLimit(.minutes(5))) struct EndpointAnnotatorTests {
  /// Asks an endpoint that says this.
  private func score(
    _ says: String, _ status: [HTTPResponse.Status] = [], of name: String = "judge"
  ) async throws -> (score: Float, body: String) {
    let reply = #"{"choices":[{"index":0,"message":{"role":"assistant","content":"\#(says)"}}]}"#
    let receiver = Receiver(answers: status, reply)
    return try await receiver.run { address in
      var settings = Settings()
      var judge = EndpointSettings()
      (judge.name, judge.model) = ("judge", "j-1")
      judge.url = WebAddress(address + "/v1") ?? .none
      settings.endpoints = [judge]
      let annotator = try EndpointAnnotator(name, settings)
      let found = await Result.of { try await annotator.score("two \"jobs\" wait") }
      await annotator.close()
      let score = try found.get()
      var calls = receiver.calls.makeAsyncIterator()
      return (score, await calls.next()?.body ?? "")
    }
  }

  @Test("It is told what was seen, and its last line is the score")
  func scores() async throws {
    let (score, body) = try await score(#"Fair.\n0.75"#)
    #expect(score == 0.75)
    #expect(body.contains(#""model":"j-1""#) && body.contains(#"two \"jobs\" wait"#), "\(body)")
    #expect(try await self.score("No.").score == 0)
  }

  @Test("An endpoint that is not there is named with its address and the cause")
  func unreachable() async throws {
    var settings = Settings()
    var judge = EndpointSettings()
    (judge.name, judge.model) = ("judge", "j-1")
    // The port of discard, where nobody listens.
    judge.url = WebAddress("http://127.0.0.1:9/v1") ?? .none
    settings.endpoints = [judge]
    let annotator = try EndpointAnnotator("judge", settings)
    let found = await Result.of { try await annotator.score("two jobs wait") }
    await annotator.close()
    let failure = #expect(throws: EndpointAnnotator.Failure.self) { try found.get() }
    #expect(failure?.description.contains("refused") ?? false, "\(String(describing: failure))")
    #expect(failure?.description.hasSuffix(", at http://127.0.0.1:9/v1") ?? false)
  }

  @Test("What is no score, and what refuses, is named")
  func failures() async throws {
    await #expect(throws: EndpointAnnotator.Failure.self) { try await score("well") }
    let refused = await #expect(throws: EndpointAnnotator.Failure.self) {
      try await score("1", [.unauthorized])
    }
    #expect(
      refused?.description.contains("annotator judge: status 401") ?? false, "\(String(describing: refused))")
    #expect(refused?.description.contains(", at http://") ?? false)
    let unknown = await #expect(throws: EndpointAnnotator.Failure.self) { try await score("1", of: "jugde") }
    #expect(unknown?.description == #"annotator: found "jugde", expected an endpoint of the settings: judge"#)
  }
}
