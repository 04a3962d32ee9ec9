import MusterWire
import Testing

/// Event streams, and what a reader gets of them.
struct StreamFixture: CustomTestStringConvertible, Sendable {
  let name: String
  let input: String
  let events: [SSEEvent]

  var testDescription: String { name }

  private init(_ name: String, _ input: String, _ events: [SSEEvent]) {
    self.name = name
    self.input = input
    self.events = events
  }

  private static func event(_ data: String, _ type: String = "message", id: String = "") -> SSEEvent {
    SSEEvent(type: type, data: bytes(data), lastEventID: id)
  }

  static let all: [StreamFixture] = [
    // The first four are the examples of the WHATWG standard.
    StreamFixture("stocks", "data: YHOO\ndata: +2\ndata: 10\n\n", [event("YHOO\n+2\n10")]),
    StreamFixture(
      "blocks",
      ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
      [event("first event", id: "1"), event("second event"), event(" third event")]),
    StreamFixture("empty data", "data\n\ndata\ndata\n\ndata:", [event(""), event("\n")]),
    StreamFixture("one space", "data:test\n\ndata: test\n\n", [event("test"), event("test")]),
    StreamFixture("crlf", "data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n", [event("a\nb"), event("c")]),
    StreamFixture("cr", "data: a\rdata: b\r\rdata: c\r\r", [event("a\nb"), event("c")]),
    StreamFixture(
      "mixed ends", "data: a\r\n\rdata: b\n\r\ndata: c\r\n\ndata: d\r\r\ndata: e\r\r\n\r\ndata: f\n\n",
      [event("a"), event("b"), event("c"), event("d"), event("e"), event("f")]),
    StreamFixture("mark", "\u{feff}data: a\n\n\u{feff}data: b\n\ndata: c\n\n", [event("a"), event("c")]),
    StreamFixture("mark alone", "\u{feff}\n\ndata: \u{feff}\n\n", [event("\u{feff}")]),
    StreamFixture("two marks", "\u{feff}\u{feff}data: a\n\ndata: b\n\n", [event("b")]),
    StreamFixture(
      "types",
      "event: add\ndata: 1\n\nevent: x\n\ndata: 2\n\nevent:\ndata: 3\n\nevent: a\nevent: b\ndata: 4\n\n",
      [event("1", "add"), event("2"), event("3"), event("4", "b")]),
    StreamFixture(
      "ids", "id: 1\n\ndata: a\n\nid: 2\0\ndata: b\n\nid\ndata: c\n\nid: ü\ndata: d\n\n",
      [event("a", id: "1"), event("b", id: "1"), event("c"), event("d", id: "ü")]),
    StreamFixture(
      "ignored", "foo: bar\nData: x\ndata : y\n data: z\n:data: c\ndatax: 1\n\n:\n\ndata:a:b\n\n",
      [event("a:b")]),
    StreamFixture("unfinished", "data: a\n\ndata: b\n", [event("a")]),
    StreamFixture("openings", "\n\r\n\r\n\ndata: a\n\n", [event("a")]),
    StreamFixture(
      "long", "data: \(String(repeating: "0123456789", count: 9))\r\n\r\n",
      [event(String(repeating: "0123456789", count: 9))]),
    StreamFixture(
      "chat", text(Fixtures.chatStream),
      [event(Fixtures.firstChunk), event(Fixtures.usageChunk), event("[DONE]")]),
  ]
}
