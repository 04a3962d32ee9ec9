import MusterWire
import Testing

@Suite struct ProblemDetailsTests {
  @Test func goldenBody() {
    let problem = ProblemDetails(
      type: "https://example.com/problems/budget", title: "Budget exceeded", status: 402, detail: "Spent.",
      instance: "/v1/requests/7", code: "budget_exceeded",
      errors: [
        .init(.pointer("/max_tokens"), detail: "too many"),
        .init(.parameter("limit"), detail: "not a number"),
      ])
    #expect(
      text(problem.encoded())
        == #"{"type":"https://example.com/problems/budget","title":"Budget exceeded","status":402,"#
        + #""detail":"Spent.","instance":"/v1/requests/7","code":"budget_exceeded","errors":["#
        + #"{"pointer":"/max_tokens","detail":"too many"},{"parameter":"limit","detail":"not a number"}]}"#)
  }

  @Test func whatIsAbsentIsLeftOut() {
    #expect(
      text(ProblemDetails(title: "Not Found", status: 404).encoded())
        == #"{"type":"about:blank","title":"Not Found","status":404}"#)
  }
}
