import Foundation
import Testing

/// What scripts rely on: the keys, the order, and the same bytes every time.
@Suite(.enabled(if: Program.isBuilt, Program.absence))
struct CompareTests {
  private func compare(_ more: String..., in scratch: Scratch) throws -> Program.Outcome {
    try Program.run(
      ["compare", "--trace", TinyCluster.spec, "--policy", "fgd", "--policy", "random", "--seeds", "42...46"]
        + more,
      in: scratch)
  }

  @Test func theContractOfTheJSON() throws {
    let scratch = try TinyCluster.scratch()
    let outcome = try compare("--json", "out.json", in: scratch)
    #expect(outcome.code == 0)
    let file = try JSONFile.object(scratch.bytes("out.json"))
    let results = try JSONFile.objects(file["results"])
    let expected = ["fgd", "random"].flatMap { policy in (42...46).map { (policy, $0) } }
    #expect(results.compactMap { $0["policy"] as? String } == expected.map(\.0))
    #expect(results.compactMap { $0["seed"] as? Int } == expected.map(\.1))
    for result in results {
      let metrics = try #require(result["metrics"] as? [String: Double])
      for name in ["gpuAllocationPct@100", "fragAmountPct@100", "fragRatioPct@100", "placementP99Ms", "jain"]
      {
        #expect(metrics[name] != nil, "\(name)")
      }
    }
    let summary = try JSONFile.objects(file["summary"])
    let row = try #require(
      summary.first { $0["policy"] as? String == "fgd" && $0["metric"] as? String == "gpuAllocationPct@100" })
    let values = try results.prefix(5).map {
      try #require(($0["metrics"] as? [String: Double])?["gpuAllocationPct@100"])
    }
    let mean = try #require(row["mean"] as? Double)
    #expect(abs(mean - values.reduce(0, +) / 5) < 1e-9)
    #expect(row["ci95"] is Double)
  }

  @Test func oneCoreOrTwoTheSameBytes() throws {
    let scratch = try TinyCluster.scratch()
    for jobs in ["1", "2"] {
      #expect(try compare("--jobs", jobs, "--json", "\(jobs).json", "--no-wall-clock", in: scratch).code == 0)
    }
    #expect(try scratch.bytes("1.json") == scratch.bytes("2.json"))
  }

  @Test func wallClockStaysInItsOwnKey() throws {
    let scratch = try TinyCluster.scratch()
    #expect(try compare("--json", "with.json", in: scratch).code == 0)
    #expect(try compare("--json", "without.json", "--no-wall-clock", in: scratch).code == 0)
    var with = try JSONFile.object(scratch.bytes("with.json"))
    let results = try JSONFile.objects(with["results"])
    with["results"] = results.map { result -> [String: Any] in
      #expect(result["wallClock"] is [String: Double])
      return result.filter { $0.key != "wallClock" }
    }
    let without = try JSONFile.object(scratch.bytes("without.json"))
    #expect(NSDictionary(dictionary: with) == NSDictionary(dictionary: without))
  }

  @Test func jsonAloneOnStandardOutput() throws {
    let outcome = try compare("--json", "-", in: TinyCluster.scratch())
    #expect(outcome.code == 0)
    #expect(try JSONFile.object(Data(outcome.output.utf8))["summary"] != nil)
    #expect(outcome.errors.isEmpty)
  }

  @Test func aTableForPeopleAndNoBarInAPipe() throws {
    let outcome = try compare(in: TinyCluster.scratch())
    #expect(outcome.code == 0)
    #expect(outcome.errors.isEmpty)
    #expect(!outcome.output.contains("\u{1B}"))
    #expect(!outcome.output.contains("\r"))
    for text in ["gpuAllocationPct@100", "fgd", "random", "5 seeds", "Difference from fgd"] {
      #expect(outcome.output.contains(text), "\(text)")
    }
  }

  @Test func aReportThatNeedsNothingElse() throws {
    let scratch = try TinyCluster.scratch()
    #expect(try compare("--report", "out.html", in: scratch).code == 0)
    let page = try scratch.text("out.html")
    #expect(page.hasPrefix("<!DOCTYPE html>"))
    #expect(page.contains("<svg"))
    #expect(page.contains("feasible | fragmentation | best"))
    for word in ["<script", "<link", "src=", "@import"] { #expect(!page.contains(word), "\(word)") }
  }

  @Test func policiesThatSuitTheTraceWithoutAskingForAny() throws {
    let outcome = try Program.run(
      "compare", "--trace", TinyCluster.spec, "--seeds", "2", "--json", "-", in: TinyCluster.scratch())
    let results = try JSONFile.objects(try JSONFile.object(Data(outcome.output.utf8))["results"])
    let policies = Set(results.compactMap { $0["policy"] as? String })
    #expect(policies.contains("fgd"))
    #expect(policies.contains("random"))
  }

  @Test func metricsByName() throws {
    let scratch = try TinyCluster.scratch()
    let outcome = try compare("--metrics", "loadCV", in: scratch)
    #expect(outcome.output.contains("loadCV"))
    #expect(!outcome.output.contains("gpuAllocationPct"))
    #expect(try compare("--metrics", "all", in: scratch).output.contains("decisionsPerS"))
  }

  @Test(arguments: [
    ("3", [1, 2, 3]), ("42...44", [42, 43, 44]), ("1,2,5", [1, 2, 5]), ("7,", nil), ("5...3", nil),
    ("0", nil),
    ("1,1", nil), ("-1", nil), ("1..3", nil), ("3,10...11", [3, 10, 11]), ("1.5", nil), ("99999999", nil),
  ])
  func seedsAsPeopleWriteThem(text: String, seeds: [Int]?) throws {
    let outcome = try Program.run(
      ["compare", "--trace", TinyCluster.spec, "--policy", "random", "--seeds=\(text)", "--json", "-"],
      in: TinyCluster.scratch())
    if let seeds {
      let results = try JSONFile.objects(try JSONFile.object(Data(outcome.output.utf8))["results"])
      #expect(results.compactMap { $0["seed"] as? Int } == seeds)
    } else {
      #expect(outcome.code == 2)
      #expect(outcome.errors.hasPrefix("muster: The value '\(text)' is invalid for '--seeds"))
      #expect(outcome.errors.split(separator: "\n").count == 1)
    }
  }
}
