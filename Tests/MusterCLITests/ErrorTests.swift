import Foundation
import Testing

/// Whatever the user can mend is one line on standard error and exit code 2.
@Suite(.enabled(if: Program.isBuilt, Program.absence))
struct ErrorTests {
  /// What is asked, and what is said, without `muster: `.
  struct Case: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let line: String
    var testDescription: String { line }

    init(_ arguments: [String], _ line: String) {
      self.arguments = arguments
      self.line = line
    }
  }

  static let cases = [
    Case(
      ["replay", "--trace", "openb:pods.csv", "--policy", "feasible | fragmentatoin | best"],
      "policy \"feasible | fragmentatoin | best\": column 12: unknown word \"fragmentatoin\"; "
        + "did you mean \"fragmentation\"?"),
    Case(
      ["compare", "--trace", "openb:pods.csv", "--policy", "fgd", "--policy", "fgd"],
      "policy \"fgd\": found it twice, expected each policy once"),
    Case(
      ["compare", "--trace", "openb:pods.csv", "--policy", "least-loaded(by: size)"],
      "policy \"least-loaded(by: size)\": column 18: \"least-loaded\": parameter \"by\" is \"size\", expected one of "
    ),
    Case(
      ["replay", "--trace", "opemb:pods.csv", "--policy", "fgd"],
      "trace opemb:pods.csv: scheme: found \"opemb\" (nearest: openb), expected one of openb"),
    Case(
      ["replay", "--trace", "openb:pods.csv?mod=timeline", "--policy", "fgd"],
      "trace openb:pods.csv?mod=timeline: key mod: found no such key (nearest: mode), expected one of "),
    Case(
      ["replay", "--trace", "openb:", "--policy", "fgd"],
      "trace openb:: path: found none, expected a pods_VARIANT.csv, as in openb:"),
    Case(
      ["replay", "--trace", "openb:none.csv", "--policy", "fgd"],
      "none.csv: found nothing to read (No such file or directory), expected a file that can be read"),
    Case(
      ["replay", "--trace", "openb:pods.csv", "--faults", "crush(agent: 1, at: 1, for: 1)"],
      "fault \"crush(agent: 1, at: 1, for: 1)\": found \"crush\", expected one of "),
    Case(
      ["replay", "--trace", "openb:pods.csv", "--faults", "crash(agent: 3, at: 1, for: 1)"],
      "faults: found agent 3, expected one of the 3 of trace openb:pods.csv, from 0"),
    Case(
      [
        "compare", "--trace", "openb:pods.csv", "--faults",
        "flaky(agent: 9, probability: 0.1, at: 1, for: 1)",
      ],
      "faults: found agent 9, expected one of the 3 of trace openb:pods.csv, from 0"),
    Case(
      ["compare", "--trace", "openb:pods.csv", "--json", "nowhere/out.json"],
      "cannot write nowhere/out.json: the directory nowhere does not exist"),
    Case(["compare", "--trace", "openb:pods.csv", "--report", "."], "cannot write .: it is a directory"),
    Case(
      ["compare", "--trace", "openb:pods.csv", "--json", "a", "--report", "a"],
      "found a for both --json and --report, expected two files"),
    Case(
      ["compare", "--trace", "openb:pods.csv", "--policy", "fgd", "--seeds", "1", "--metrics", "lode"],
      "metric \"lode\": found no such metric in this comparison, expected some of "),
    Case(
      ["replay", "--trace", "openb:pods.csv", "--log", "nowhere/run.muster"],
      "cannot write nowhere/run.muster: the directory nowhere does not exist"),
    Case(
      ["replay", "--trace", "openb:pods.csv", "--log", "-"],
      "found - for --log, expected a file: a log is a database"),
    Case(
      ["replay", "--trace", "openb:pods.csv", "--log", "l", "--seeds", "3"],
      "found --log with 3 seeds, expected one: a log holds one run"),
    Case(
      ["replay", "--trace", "openb:pods.csv", "--seed", "1", "--seeds", "3"],
      "found both --seed and --seeds, expected one of them"),
    Case(["replay", "--sed", "1"], "Unknown option '--sed'. Did you mean '--seed'? (muster replay --help)"),
    Case(["replay", "--seed", "x"], "The value 'x' is invalid for '--seed <number>' (muster replay --help)"),
    Case(["replya"], "Unexpected argument 'replya' (muster --help)"),
    Case(["compare", "--jobs", "0"], "found --jobs 0, expected at least 1"),
    Case(["why"], "Missing expected argument '<task>' (muster why --help)"),
    Case(["why", "1", "--log", "none.muster"], "none.muster: found no file, expected a Muster log"),
    Case(
      ["why", "1", "--log", "pods.csv"],
      "pods.csv: found something that is not a SQLite database, expected a Muster log"),
    Case(["replay", "--trace", "log:none.muster"], "none.muster: found no file, expected a Muster log"),
    Case(
      ["policies", "fragmentatoin"],
      "policy \"fragmentatoin\": column 1: unknown word \"fragmentatoin\"; did you"),
    Case(
      ["traces", "opemb"], "trace opemb: scheme: found \"opemb\" (nearest: openb), expected one of openb"),
    Case(
      ["replay", "--reward", "1/seconds"],
      "reward \"1/seconds\": column 1: \"1/seconds\" is unbounded: \"seconds\" can be 0; expected what cannot"
    ),
    Case(
      ["compare", "--reward", "suceeded"],
      "reward \"suceeded\": column 1: unknown field \"suceeded\"; did you mean \"succeeded\"?"),
    Case(
      ["replay", "--rubric", "pods.csv"],
      "found --rubric without --reward, expected a formula that asks for it"),
    Case(
      ["replay", "--reward", "rubric", "--rubric", "none.txt"],
      "cannot read none.txt, expected a rubric in UTF-8"),
    Case(
      ["replay", "--policy", "lagrange(of: cost, limit: 0)"],
      "policy \"lagrange(of: cost, limit: 0)\": column 1: \"lagrange\": the limit of cost is 0"),
    Case(["simulate", "--plan", "seed=1"], "plan: found \"\", expected agents=..."),
    Case(
      ["simulate", "--plan", "seed=1,agents=1,tasks=1,tenants=1,policy=nobody,with="],
      "policy \"nobody\": column 1: unknown word \"nobody\""),
    Case(
      ["simulate", "--plan", "seed=1", "--seed", "1"],
      "found --plan and seeds, expected one of them: a plan holds its seed"),
  ]

  @Test(arguments: cases) func oneLineAndCodeTwo(_ example: Case) throws {
    let scratch = try TinyCluster.scratch()
    let outcome = try Program.run(example.arguments, in: scratch)
    #expect(outcome.code == 2)
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.count == 1)
    // Errors about files name them in full where the store does.
    let line = outcome.errors.replacingOccurrences(of: scratch.path + "/", with: "")
    #expect(line.hasPrefix("muster: " + example.line), "\(outcome.errors)")
    #expect(try scratch.names() == ["nodes.csv", "pods.csv"])
  }

  /// A row of the pods' file that is wrong, and what is said of it.
  static let rows = [
    ("pod-x,abc,1024,0,0,,LS,Running,0,1,0", "column cpu_milli: found \"abc\", expected a whole number"),
    ("pod-x,-1,1024,0,0,,LS,Running,0,1,0", "column cpu_milli: found \"-1\", expected a whole number"),
    ("pod-x,1,1024,0,0,,LS,Running,0,1", "found 10 fields, expected 11"),
    ("pod-x,1,1024,1,2000,,LS,Running,0,1,0", "column gpu_milli: found \"2000\", expected a whole number"),
    ("\"pod-x,1,1024,0,0,,LS,Running,0,1,0", "column name: found a quote that is never closed"),
  ]

  @Test(arguments: rows) func aRowThatIsWrong(row: String, complaint: String) throws {
    let scratch = try TinyCluster.scratch()
    try scratch.write("pods.csv", TinyCluster.pods + row + "\n")
    try scratch.write("out.json", "from before")
    let outcome = try Program.run(
      "compare", "--trace", "openb:pods.csv", "--policy", "fgd", "--json", "out.json", in: scratch)
    #expect(outcome.code == 2)
    #expect(outcome.errors.hasPrefix("muster: pods.csv:14: \(complaint)"), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(outcome.output.isEmpty)
    #expect(try scratch.text("out.json") == "from before")
  }

  @Test func aColumnThatIsMissing() throws {
    let scratch = try TinyCluster.scratch()
    try scratch.write("pods.csv", "name,cpu_milli,num_gpu\npod,1,0\n")
    let outcome = try Program.run("replay", "--trace", "openb:pods.csv", "--policy", "fgd", in: scratch)
    #expect(outcome.code == 2)
    #expect(outcome.errors.hasPrefix("muster: pods.csv:1: column memory_mib: found "), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  @Test func aFullDiskIsNoSuccess() throws {
    let scratch = try TinyCluster.scratch()
    let outcome = try Program.run(
      "compare", "--trace", "openb:pods.csv", "--policy", "fgd", "--json", "/dev/full", in: scratch)
    #expect(outcome.code == 2)
    #expect(outcome.errors == "muster: cannot write /dev/full: write: No space left on device\n")
    #expect(outcome.output.contains("gpuAllocationPct"))
  }
}
