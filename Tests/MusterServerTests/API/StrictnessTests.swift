import HTTPTypes
import Testing

@testable import MusterServer

@Suite("The API takes what it describes and nothing else") struct StrictnessTests {
  @Test(
    "Lengths of time",
    arguments: [
      ("30s", 30_000_000_000 as Int64?), ("1500ms", 1_500_000_000), ("2.5m", 150_000_000_000),
      ("24h", 86_400_000_000_000),
      ("7d", 604_800_000_000_000), ("", nil), ("s", nil), ("-1s", nil), ("+1s", nil), ("1 s", nil),
      ("0x1s", nil),
      ("1e3s", nil), ("infs", nil), ("1.s", nil), (".5s", nil), ("1", nil), ("1w", nil), ("9999999999s", nil),
    ])
  func durations(_ text: String, _ nanoseconds: Int64?) throws {
    #expect(JSONFields.nanoseconds(text) == nanoseconds)
    let fits = try text.wholeMatch(of: Regex(DurationText.pattern)) != nil
    #expect(fits == (nanoseconds != nil))
  }

  @Test(
    "Ids",
    arguments: [
      ("0", 0 as UInt64?), ("17", 17), ("0017", 17), ("9999999999999999999", 9_999_999_999_999_999_999),
      ("", nil),
      ("+1", nil), ("-1", nil), ("1.0", nil), ("00000000000000000001", nil), ("٣", nil), ("1 ", nil),
    ])
  func ids(_ text: String, _ number: UInt64?) { #expect(IDText.number(text) == number) }

  @Test("Labels are counted in characters, not bytes")
  func labels() {
    #expect(JSONFields.isLabel(String(repeating: "\u{1F98A}", count: 200)))
    #expect(!JSONFields.isLabel(String(repeating: "a", count: 201)))
    #expect(!JSONFields.isLabel("") && !JSONFields.isLabel("a\nb"))
  }

  @Test(
    "Refusals",
    arguments: [
      (HTTPRequest.Method.post, "/api/v1/tasks", #"{"nope":1}"#, 400), (.post, "/api/v1/tasks", "{", 400),
      (.post, "/api/v1/tasks", #"{"depends_on":["99"]}"#, 404),
      (.post, "/api/v1/tasks", #"{"depends_on":["+9"]}"#, 400),
      (.post, "/api/v1/tasks", #"{"demand":{"":1}}"#, 400),
      (.post, "/api/v1/tasks", #"{"features":[1e39]}"#, 400),
      (.post, "/api/v1/tasks", #"{"priority":1001}"#, 400),
      (.post, "/api/v1/tasks", #"{"priority":null}"#, 201),
      (.post, "/api/v1/tasks/batch", ##"{"tasks":[{"depends_on":["#7"]}]}"##, 404),
      (.post, "/api/v1/reports", "{}", 400), (.get, "/api/v1/tasks/x", "", 404),
      (.get, "/api/v1/tasks?limit=+5", "", 400), (.patch, "/api/v1/tasks", "", 405),
      (.get, "/nowhere", "", 404),
      (.put, "/api/v1/agents/a%2Fb", #"{"concurrency":1.5}"#, 400), (.put, "/api/v1/agents/a%2Fb", "{}", 201),
    ])
  func refusals(_ method: HTTPRequest.Method, _ path: String, _ body: String, _ status: Int) async throws {
    try await Activated.run { server in
      let answer = try await server.call(method, path, body.isEmpty ? nil : body)
      #expect(answer.status == status, "\(answer.body)")
      if status == 405 { #expect(answer.headers["allow"] == "GET, POST") }
      if status >= 400 { #expect(answer.headers["content-type"] == "application/problem+json") }
    }
  }

  @Test("Feedback on a task that nobody had is refused as such")
  func feedback() async throws {
    try await Activated.run { server in
      _ = try await server.call(.post, "/api/v1/tasks", "{}")
      let answer = try await server.call(.post, "/api/v1/tasks/1/feedback", #"{"reward":1}"#)
      #expect(answer.status == 409 && answer.body.contains("task_not_leased"))
    }
  }
}
