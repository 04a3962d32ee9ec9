import Foundation
import Testing

@testable import MusterLab

@Suite("JSON")
struct JSONTests {
  @Test("The file as a person reads it")
  func golden() throws {
    try ReportGolden.expect(ReportFixture.comparison.json(), matches: "comparison.json")
    try ReportGolden.expect(
      ReportFixture.comparison.json(includesWallClock: false), matches: "comparison-without-wall-clock.json")
  }

  @Test("The contract for scripts, read by another parser")
  func contract() throws {
    let data = Data(ReportFixture.comparison.json().utf8)
    let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let results = try #require(root["results"] as? [[String: Any]])
    #expect(results.count == 15)
    let run = results[5]
    #expect(run["policy"] as? String == "best-fit")
    #expect(run["seed"] as? Int == 1)
    let metrics = try #require(run["metrics"] as? [String: Any])
    #expect(metrics["gpuAllocationPct@100"] as? Double == 92.80)
    #expect((run["wallClock"] as? [String: Any])?["wallS"] as? Double == 0.25)
    #expect((results[10]["metrics"] as? [String: Any])?["costPerSuccessUSD"] is NSNull)
    #expect(results[10]["policy"] as? String == "0.7 <fragmentation> & \"best\"")

    let summary = try #require(root["summary"] as? [[String: Any]])
    #expect(summary.count == 9)
    for row in summary {
      #expect(row["policy"] is String)
      #expect(row["metric"] is String)
      #expect(row.keys.contains("mean"))
      #expect(row.keys.contains("ci95"))
    }
    let row = summary[3]
    #expect(row["metric"] as? String == "gpuAllocationPct@100")
    #expect(row["mean"] as? Double == ReportFixture.comparison.summary[3].mean)
    let difference = try #require(row["pairedDifference"] as? [String: Any])
    #expect(difference["against"] as? String == "random")
    #expect(difference["n"] as? Int == 5)
  }

  @Test(
    "Text survives",
    arguments: [
      "plain", "\"quoted\" \\ /", "line\nbreak\r\ttab", "\u{0}\u{1}\u{1F}\u{7F}", "\u{2028}\u{2029}",
      "é 漢 🙂 e\u{301}",
      "</script>",
    ])
  func escaping(text: String) throws {
    let written = JSONWriter.text(.object([.init(text, .string(text))]))
    let read = try JSONSerialization.jsonObject(with: Data(written.utf8)) as? [String: String]
    // Compared by scalars: strings that look alike are equal to Swift.
    let pair = try #require(read?.first)
    #expect(Array(pair.key.unicodeScalars) == Array(text.unicodeScalars))
    #expect(Array(pair.value.unicodeScalars) == Array(text.unicodeScalars))
    #expect(!written.unicodeScalars.contains { $0.value < 0x20 })
  }

  @Test("Escapes are the short ones")
  func escapeForms() {
    #expect(JSONWriter.text(.string("a\"\\\n\t\r\u{1}\u{2028}")) == #""a\"\\\n\t\r\u0001\u2028""#)
  }

  @Test(
    "Numbers read back as the same double",
    arguments: [
      0, -0.0, 1, -1.5, 0.1, 1.0 / 3, 95.2, 1e21, 1e-7, Double.leastNonzeroMagnitude,
      Double.greatestFiniteMagnitude,
      123_456_789.123_456_7,
    ])
  func numbers(value: Double) throws {
    let written = JSONWriter.text(.array([.number(value)]))
    let read = try JSONSerialization.jsonObject(with: Data(written.utf8)) as? [Double]
    #expect(read?.first?.bitPattern == value.bitPattern)
  }

  @Test("What is not finite is null", arguments: [Double.nan, .infinity, -.infinity])
  func notFinite(value: Double) {
    #expect(JSONWriter.text(.number(value)) == "null")
  }

  @Test("Large seeds keep all digits")
  func largeSeed() {
    let comparison = ComparisonResult(trace: "t", results: [ReportFixture.run("a", .max, 1)])
    #expect(comparison.json().contains("\"seed\":18446744073709551615"))
  }

  @Test("Keys keep their order; nesting breaks to the asked depth")
  func layout() {
    let value = JSONWriter.Value.object([
      .init("b", .array([.integer(1), .bool(true)])), .init("a", .null), .init("c", .array([])),
    ])
    #expect(JSONWriter.text(value) == #"{"b":[1,true],"a":null,"c":[]}"#)
    #expect(
      JSONWriter.text(value, brokenLevels: 2)
        == "{\n  \"b\": [\n    1,\n    true\n  ],\n  \"a\": null,\n  \"c\": []\n}")
  }

  @Test("A metric named twice in one run is written once")
  func repeatedName() {
    let run = RunResult(policy: "a", seed: 1, metrics: [MetricValue("m", 1), MetricValue("m", 2)])
    #expect(ComparisonResult(trace: "t", results: [run]).json().contains(#""metrics":{"m":1.0}"#))
  }
}
