import MusterLab
import Testing

@Suite struct TraceSpecTests {
  @Test func takesASpecApart() throws {
    let spec = try TraceSpec("openb:/data/a:b/pods.csv?mode=timeline&nodes=x=y.csv")
    #expect(spec.scheme == "openb")
    #expect(spec.path == "/data/a:b/pods.csv")
    #expect(spec.pairs.map(\.key) == ["mode", "nodes"])
    #expect(spec.pairs.map(\.value) == ["timeline", "x=y.csv"])
    #expect("\(spec)" == "openb:/data/a:b/pods.csv?mode=timeline&nodes=x=y.csv")
  }

  @Test(arguments: ["generated", "generated?", "generated:"])
  func pathAndKeysMayBeMissing(_ text: String) throws {
    let spec = try TraceSpec(text)
    #expect(spec.scheme == "generated")
    #expect(spec.path.isEmpty)
    #expect(spec.pairs.isEmpty)
  }

  @Test(arguments: [
    ("", "trace : scheme: found none, expected SCHEME:PATH?KEY=VALUE&KEY=VALUE"),
    (":x", "trace :x: scheme: found none, expected SCHEME:PATH?KEY=VALUE&KEY=VALUE"),
    ("a?b", "trace a?b: query: found \"b\", expected KEY=VALUE, with & between them"),
    ("a?=1", "trace a?=1: query: found \"=1\", expected KEY=VALUE, with & between them"),
    ("a?b=1&", "trace a?b=1&: query: found \"\", expected KEY=VALUE, with & between them"),
    ("a?b=1&b=2", "trace a?b=1&b=2: key b: found it more than once, expected it once"),
  ])
  func refusesWhatIsNoSpec(_ text: String, _ message: String) {
    let error = #expect(throws: TraceSpecError.self) { try TraceSpec(text) }
    #expect(error?.description == message)
  }

  @Test func readsValuesByType() throws {
    let spec = try TraceSpec("a?n=7&x=2.5&m=timeline&p=f.csv")
    #expect(try spec.value(.whole("n", 1, in: 1...9, "")) == 7)
    #expect(try spec.value(.whole("k", 1, in: 1...9, "")) == 1)
    #expect(try spec.value(.whole("k", else: "none", in: 1...9, "")) == nil)
    #expect(try spec.value(.number("x", 1, in: 0...9, "")) == 2.5)
    #expect(try spec.value(.number("y", else: "none", in: 0...9, "")) == nil)
    #expect(try spec.value(.choice("m", OpenbTrace.Mode.published, "")) == .timeline)
    #expect(try spec.value(.path("p", else: "none", "")) == "f.csv")
  }

  @Test func refusesValuesOutOfRangeOrOfAnotherType() throws {
    let spec = try TraceSpec("a?n=10&x=two&m=timelin&p=")
    let wrong: [(String, () throws -> Void)] = [
      (
        "key n: found \"10\", expected a whole number from 1 to 9",
        { _ = try spec.value(.whole("n", 1, in: 1...9, "")) }
      ),
      (
        "key x: found \"two\", expected a number from 0 to 9.5",
        { _ = try spec.value(.number("x", 1, in: 0...9.5, "")) }
      ),
      (
        "key m: found \"timelin\", expected one of published, timeline",
        { _ = try spec.value(.choice("m", OpenbTrace.Mode.published, "")) }
      ),
      ("key p: found \"\", expected a path", { _ = try spec.value(.path("p", else: "none", "")) }),
    ]
    for (message, read) in wrong {
      let error = #expect(throws: TraceSpecError.self) { try read() }
      #expect(error?.description == "trace \(spec): \(message)")
      #expect(error?.kind == .badValue)
    }
  }
}
