import Foundation
import Testing

/// Training through the command line: what is written, resumed, refused, and used in sentences.
@Suite(.enabled(if: Program.isBuilt, Program.absence))
struct TrainTests {
  private static let settings = ["population=4", "cases=2", "scale=1", "evaluations=1"].flatMap {
    ["--set", $0]
  }

  private func train(_ more: String..., in scratch: Scratch) throws -> Program.Outcome {
    try Program.run(
      ["train", "placement", "--trace", TinyCluster.spec] + TrainTests.settings
        + ["--evaluate-every", "1", "--out", "a.muster"] + more, in: scratch)
  }

  @Test func savesAPolicyThatSentencesLoad() throws {
    let scratch = try TinyCluster.scratch()
    let outcome = try train("--steps", "2", "--json", "c.json", "--report", "r.html", in: scratch)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("step 2  score "))
    #expect(outcome.output.contains("put it into service as learned(a.muster)"))
    #expect(!outcome.output.contains("\u{1B}"))
    let curve = try JSONFile.objects(try JSONFile.object(scratch.bytes("c.json"))["curve"])
    #expect(curve.compactMap { $0["step"] as? Int } == [1, 2])
    #expect(String(decoding: try scratch.bytes("r.html"), as: UTF8.self).contains("score on held-out seeds"))
    let compared = try Program.run(
      "compare", "--trace", TinyCluster.spec, "--policy", "fgd", "--policy", "learned(a.muster)", "--seeds",
      "1,2", in: scratch)
    #expect(compared.code == 0, "\(compared.errors)")
    #expect(compared.output.contains("learned(a.muster)"))
  }

  /// Agents of a cluster are trained, resumed and reported, and act in a pool.
  @Test(arguments: ["roles", "qmix", "gmah", "two-stage"]) func trainsClusters(method: String) throws {
    let scratch = try Scratch()
    let small = [
      "nodes=4", "storage=2", "schedulers=2", "length=20", "copies=4", "horizon=10", "evaluations=2",
    ]
    let setup =
      ["train", method, "--trace", "generated?tasks=300&agents=8"] + small.flatMap { ["--set", $0] }
      + ["--evaluate-every", "1"]
    let outcome = try Program.run(
      setup + ["--steps", "2", "--out", "a.muster", "--report", "r.html"], in: scratch)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("step 2  score ") && outcome.output.contains("composite of drf+best-fit"))
    #expect(outcome.output.contains("put it into service as learned(a.muster)"))
    #expect(String(decoding: try scratch.bytes("r.html"), as: UTF8.self).contains("composite"))
    let resumed = try Program.run(
      "train", "--resume", "a.muster", "--steps", "4", "--evaluate-every", "1", "--out", "b.muster",
      in: scratch)
    #expect(resumed.code == 0, "\(resumed.errors)")
    #expect(try Program.run(setup + ["--steps", "4", "--out", "c.muster"], in: scratch).code == 0)
    #expect(try scratch.bytes("b.muster") == scratch.bytes("c.muster"))
    let used = try Program.run(
      "compare", "--trace", "generated?tasks=50", "--policy", "learned(a.muster)", in: scratch)
    #expect(used.code == 0, "\(used.errors)")
    #expect(used.output.contains("learned(a.muster)"))
  }

  /// Teams of entities are trained, resumed and reported beside the rules. They act on a map of their own: as a policy they
  /// are refused by name, and the closing line does not promise otherwise.
  @Test func trainsTeams() throws {
    let scratch = try Scratch()
    func train(_ spec: String, _ more: String...) throws -> Program.Outcome {
      try Program.run(
        ["train", "material", "--trace", spec]
          + ["entities=6", "tasks=8", "open=2", "length=12", "episodes=2", "width=16", "evaluations=2"]
          .flatMap {
            ["--set", $0]
          } + ["--evaluate-every", "1"] + more, in: scratch)
    }
    let tasks = "generated?tasks=300&agents=8"
    let outcome = try train(tasks, "--steps", "2", "--out", "a.muster", "--report", "r.html")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("step 2  score ") && outcome.output.contains("return of genetic"))
    #expect(String(decoding: try scratch.bytes("r.html"), as: UTF8.self).contains("greedy"))
    let resumed = try Program.run(
      "train", "--resume", "a.muster", "--steps", "3", "--evaluate-every", "1", "--out", "b.muster",
      in: scratch)
    #expect(resumed.code == 0, "\(resumed.errors)")
    #expect(try train(tasks, "--steps", "3", "--out", "c.muster").code == 0)
    #expect(try scratch.bytes("b.muster") == scratch.bytes("c.muster"))
    #expect(
      outcome.output.contains("go on with muster train --resume a.muster --steps 4 --out a.muster"))
    #expect(!outcome.output.contains("put it into service"))
    let used = try Program.run("compare", "--trace", tasks, "--policy", "learned(a.muster)", in: scratch)
    #expect(used.code == 2)
    #expect(used.errors.contains("a policy of material") && used.errors.contains("one of placement, roles"))
  }

  @Test func resumedIsUninterruptedOnAnyNumberOfThreads() throws {
    let scratch = try TinyCluster.scratch()
    #expect(try train("--steps", "3", "--jobs", "1", in: scratch).code == 0)
    let whole = try scratch.bytes("a.muster")
    #expect(try train("--steps", "1", "--jobs", "2", "--replace", in: scratch).code == 0)
    #expect(try scratch.bytes("a.muster") != whole)
    let resumed = try Program.run(
      "train", "--resume", "a.muster", "--steps", "3", "--evaluate-every", "1", "--out", "b.muster",
      in: scratch)
    #expect(resumed.code == 0, "\(resumed.errors)")
    #expect(try scratch.bytes("b.muster") == whole)
  }

  /// Other traces to test on go into the checkpoint and the report, and nothing is learned from them.
  @Test(arguments: ["placement", "vdn", "material"]) func testsOnOtherTraces(method: String) throws {
    let scratch = try TinyCluster.scratch()
    let small =
      method == "placement"
      ? ["population=4", "cases=2", "scale=1", "evaluations=1"]
      : method == "vdn"
        ? ["nodes=4", "storage=2", "schedulers=2", "length=20", "copies=4", "horizon=10", "evaluations=2"]
        : ["entities=6", "tasks=8", "open=2", "length=12", "episodes=2", "width=16", "evaluations=2"]
    let trace = method == "placement" ? TinyCluster.spec : "generated?tasks=300&agents=8"
    try scratch.write("other.csv", TinyCluster.pods)
    let other = method == "placement" ? "openb:other.csv" : "generated?tasks=200&agents=6&gpu=0.5"
    func train(_ more: [String], to out: String) throws -> Program.Outcome {
      try Program.run(
        ["train", method, "--trace", trace] + small.flatMap { ["--set", $0] }
          + ["--evaluate-every", "1", "--out", out, "--json", out + ".json"] + more, in: scratch)
    }
    let tested = try train(
      ["--test-trace", other, "--steps", "1", "--report", "r.html"], to: "a.muster")
    #expect(tested.code == 0, "\(tested.errors)")
    #expect(tested.output.contains("Trained on \(trace), tested on the whole of \(other)."))
    let page = String(decoding: try scratch.bytes("r.html"), as: UTF8.self)
    #expect(page.contains("tested on the whole of \(other.prefix { $0 != "&" })"))
    let json = try JSONFile.object(scratch.bytes("a.muster.json"))
    #expect(json["tests"] as? [String] == [other] && json["traces"] as? [String] == [trace])
    let held = try train(["--steps", "1"], to: "b.muster")
    #expect(held.output.contains("Tested on what is held out of \(trace)."))
    let resumed = try Program.run(
      "train", "--resume", "a.muster", "--steps", "2", "--evaluate-every", "1", "--out", "c.muster",
      in: scratch)
    #expect(resumed.code == 0, "\(resumed.errors)")
    #expect(try train(["--test-trace", other, "--steps", "2"], to: "d.muster").code == 0)
    #expect(try scratch.bytes("c.muster") == scratch.bytes("d.muster"))
  }

  /// A plan of faults goes into the checkpoint; one that cannot be is named, and so is another when it is gone on with.
  @Test func faultsAreThoseOfThePlan() throws {
    let scratch = try Scratch()
    let plan = "crash(agent: 0, at: 3, for: 9)"
    func train(_ more: String...) throws -> Program.Outcome {
      try Program.run(
        ["train", "vdn", "--trace", "generated?tasks=300&agents=8"]
          + ["nodes=4", "storage=2", "schedulers=2", "length=20", "copies=4", "horizon=10", "evaluations=2"]
          .flatMap { ["--set", $0] } + ["--steps", "1"] + more, in: scratch)
    }
    #expect(try train("--out", "a.muster").code == 0)
    #expect(try train("--faults", plan, "--out", "b.muster").code == 0)
    #expect(try train("--set", "faults=\(plan)", "--out", "c.muster").code == 0)
    #expect(try scratch.bytes("b.muster") == scratch.bytes("c.muster"))
    #expect(try scratch.bytes("b.muster") != scratch.bytes("a.muster"))
    func resumed(_ plan: String) throws -> Program.Outcome {
      try Program.run(
        "train", "--resume", "b.muster", "--faults", plan, "--steps", "2", "--out", "d.muster", "--replace",
        in: scratch)
    }
    #expect(try resumed(plan).code == 0)
    let other = try resumed("crash(agent: 1, at: 3, for: 9)")
    #expect(other.code == 2 && other.errors.contains("key faults: found another value"), "\(other.errors)")
    let unknown = try train("--faults", "crash(agent: 8, at: 3, for: 9)", "--out", "x")
    #expect(
      unknown.code == 2 && unknown.errors.contains("found agent 8, expected 0..<8"), "\(unknown.errors)")
    let twice = try train("--faults", plan, "--set", "faults=\(plan)", "--out", "x")
    #expect(
      twice.code == 2 && twice.errors.contains("key faults: found it more than once"), "\(twice.errors)")
  }

  /// The optimiser's settings may be others from a checkpoint on; the others are refused by name.
  @Test func goesOnWithAnotherRate() throws {
    let scratch = try Scratch()
    let small = [
      "nodes=4", "storage=2", "schedulers=2", "length=20", "copies=4", "horizon=10", "evaluations=2",
    ]
    let begun = try Program.run(
      ["train", "mappo", "--trace", "generated?tasks=300&agents=8"] + small.flatMap { ["--set", $0] }
        + ["--steps", "1", "--out", "a.muster"], in: scratch)
    #expect(begun.code == 0, "\(begun.errors)")
    func resumed(_ settings: String..., to out: String) throws -> Program.Outcome {
      try Program.run(
        ["train", "--resume", "a.muster", "--steps", "2", "--out", out, "--json", out + ".json"]
          + settings.flatMap { ["--set", $0] }, in: scratch)
    }
    let slow = try resumed("rate=0.00001", "gradient-norm=0.1", to: "b.muster")
    #expect(slow.code == 0, "\(slow.errors)")
    #expect(try resumed(to: "c.muster").code == 0)
    #expect(try scratch.bytes("b.muster") != scratch.bytes("c.muster"))
    let settings = try JSONFile.object(scratch.bytes("b.muster.json"))["settings"] as? [String]
    #expect(settings == small + ["rate=0.00001", "gradient-norm=0.1"])
    let refused = try resumed("copies=8", to: "d.muster")
    #expect(refused.code == 2)
    #expect(
      refused.errors.contains("key copies: found another value, \"8\"")
        && refused.errors.contains("expected one of rate, gradient-norm, clip, entropy, anneal"),
      "\(refused.errors)")
  }

  @Test func saysWhatIsWrong() throws {
    let scratch = try TinyCluster.scratch()
    for (arguments, text) in [
      (["train", "placment", "--trace", TinyCluster.spec, "--out", "x"], "(nearest: placement)"),
      (["train", "placement", "--out", "x"], "found no --trace"),
      (["train", "placement", "--trace", TinyCluster.spec], "found no --out"),
      (["train", "--test-trace", TinyCluster.spec], "found no METHOD"),
      (["train", "--steps", "5"], "found no METHOD"),
      (["train", "--json", "-"], "found no METHOD"),
      (["train", "--replace"], "found no METHOD"),
      (["train", "placement", "--test-trace", TinyCluster.spec, "--out", "x"], "found no --trace"),
      (
        ["train", "--resume", "nodes.csv", "--test-trace", TinyCluster.spec, "--out", "x"],
        "this is no checkpoint"
      ),
      (
        [
          "train", "vdn", "--trace", "generated?tasks=300&agents=8", "--set", "training-share=1", "--out",
          "x",
        ],
        "key training-share: found \"1\", expected less than 1"
      ),
      (
        ["train", "placement", "--trace", TinyCluster.spec, "--out", "x", "--set", "cases=no"],
        "key cases: found \"no\", expected a whole number"
      ),
      (
        ["train", "placement", "--trace", TinyCluster.spec, "--out", "/dev/full"], "No space left on device"
      ),
      (
        ["train", "--resume", "none.muster", "--out", "x"], "file none.muster: the checkpoint cannot be read"
      ),
      (["train", "--resume", "nodes.csv", "--out", "x"], "this is no checkpoint"),
      (
        ["train", "placement", "--resume", "nodes.csv", "--out", "x"],
        "found --resume with METHOD, expected one of them"
      ),
      (["compare", "--policy", "learned(none.muster)"], "file none.muster"),
    ] {
      let outcome = try Program.run(arguments, in: scratch)
      #expect(outcome.code == 2)
      #expect(outcome.errors.contains(text), "\(arguments): \(outcome.errors)")
    }
  }

  /// A run with all its steps done, and one that got no better, say so; and what to do next can be pasted.
  @Test func saysWhatIsNext() throws {
    let scratch = try TinyCluster.scratch()
    #expect(try train("--steps", "2", in: scratch).code == 0)
    func resumed(_ more: String...) throws -> Program.Outcome {
      try Program.run(["train", "--resume", "a.muster", "--out", "a.muster"] + more, in: scratch)
    }
    let before = try scratch.bytes("a.muster")
    let idle = try resumed("--steps", "2", "--json", "-")
    #expect(idle.code == 0 && idle.errors.contains("nothing to do: 2 steps are done"), "\(idle.errors)")
    #expect(try JSONFile.objects(try JSONFile.object(Data(idle.output.utf8))["curve"]).count == 2)
    #expect(try scratch.bytes("a.muster") == before)
    // As often as it began, without being told again.
    let more = try resumed("--steps", "4")
    #expect(more.output.contains("step 3  score ") && more.output.contains("step 4  score "))
    let seldom = try resumed("--steps", "8", "--evaluate-every", "4")
    #expect(!seldom.output.contains("step 7  score ") && seldom.output.contains("step 8  score "))
    let still = try Program.run(
      [
        "train", "placement", "--trace", TinyCluster.spec, "--set", "deviation=0.0001", "--set", "floor=0",
        "--evaluate-every", "1", "--steps", "50", "--patience", "2", "--out", "2025-11-22 b.muster",
      ] + TrainTests.settings, in: scratch)
    #expect(still.code == 0, "\(still.errors)")
    #expect(
      still.output.contains("Stopped before step 50: 2 evaluations in a row without a better one"),
      "\(still.output)")
    #expect(still.output.contains("put it into service as learned(\"2025-11-22 b.muster\")"))
    let used = try Program.run(
      "compare", "--trace", TinyCluster.spec, "--policy", "learned(\"2025-11-22 b.muster\")", in: scratch)
    #expect(used.code == 0, "\(used.errors)")
    let unquoted = try Program.run(
      "compare", "--trace", TinyCluster.spec, "--policy", "learned(1.ck)", in: scratch)
    #expect(unquoted.code == 2 && unquoted.errors.contains("in quotes"), "\(unquoted.errors)")
  }

  /// Ctrl-C says how to go on, and the checkpoint is whole.
  @Test func interruptedItNamesItsCheckpoint() throws {
    let scratch = try TinyCluster.scratch()
    let run = try Program.start(
      ["train", "placement", "--trace", TinyCluster.spec] + TrainTests.settings
        + ["--evaluate-every", "1", "--steps", "5000000", "--out", "a.muster"], in: scratch)
    let end = Date(timeIntervalSinceNow: 60)
    while !scratch.exists("a.muster"), Date() < end { Thread.sleep(forTimeInterval: 0.05) }
    // The file comes a moment before what is said of it.
    Thread.sleep(forTimeInterval: 0.5)
    run.send(SIGINT)
    let outcome = try run.finish()
    #expect(outcome.code == 130)
    #expect(
      outcome.errors
        == "muster: stopped; go on with muster train --resume a.muster --steps 5000000 --out a.muster\n")
    #expect(try scratch.names() == ["a.muster", "nodes.csv", "pods.csv"])
  }

  @Test func listsTheMethodsAndTheirSettings() throws {
    let outcome = try Program.run("train", in: Scratch())
    #expect(outcome.code == 0)
    for text in [
      "placement: ", "population", "search", "default: 40", "gmah: ", "intrinsic-weight", "two-stage: ",
      "material: ",
    ] {
      #expect(outcome.output.contains(text), "\(text)")
    }
  }

  /// An annotator that the settings do not have, that cannot be reached, or that nobody asks, is named.
  @Test func annotatorsAreChecked() throws {
    let scratch = try Scratch()
    try scratch.write(
      "muster.yaml", "endpoints:\n  - name: local\n    url: http://127.0.0.1:9/v1\n    model: m\n")
    func train(_ method: String, _ more: String...) throws -> Program.Outcome {
      try Program.run(
        [
          "train", method, "--trace", "generated?tasks=300&agents=8", "--set", "length=20", "--set",
          "copies=4",
          "--set", "horizon=10", "--set", "evaluations=1", "--evaluate-every", "1", "--steps", "500",
          "--out", "a.muster",
        ] + more, in: scratch)
    }
    let unknown = try train("intrinsic", "--annotator", "lokal", "--config", "muster.yaml")
    #expect(unknown.code == 2 && unknown.errors.contains("expected an endpoint of the settings: local"))
    let silent = try train("intrinsic", "--annotator", "local", "--config", "muster.yaml")
    #expect(
      silent.code == 1 && silent.errors.contains("annotator local: ")
        && silent.errors.contains("refused") && silent.errors.contains(", at http://127.0.0.1:9/v1"),
      "\(silent.errors)")
    let unasked = try train("intrinsic", "--config", "muster.yaml")
    #expect(
      unasked.code == 2 && unasked.errors.contains("found --config without --annotator"), "\(unasked.errors)")
    let nobody = try train("mappo", "--annotator", "local", "--config", "muster.yaml")
    #expect(nobody.code == 2 && nobody.errors.contains("expected intrinsic"))
    let unnamed = try train("intrinsic", "--set", "annotator=endpoint", "--replace")
    #expect(unnamed.code == 2 && unnamed.errors.contains("expected --annotator"))
  }
}
