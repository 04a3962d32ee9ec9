import Foundation
import Testing

/// What training may write over, and what it may not.
@Suite(.enabled(if: Program.isBuilt, Program.absence))
struct TrainFilesTests {
  private func train(
    _ more: [String], trace: String = TinyCluster.spec, in scratch: Scratch
  ) throws -> Program.Outcome {
    let settings = ["population=4", "cases=2", "scale=1", "evaluations=1"].flatMap { ["--set", $0] }
    return try Program.run(
      ["train", "placement", "--trace", trace] + settings + ["--steps", "1", "--evaluate-every", "1"] + more,
      in: scratch)
  }

  /// A file that is no checkpoint stays, and so does another run's unless it is given up.
  @Test func keepsWhatIsThere() throws {
    let scratch = try TinyCluster.scratch()
    try scratch.write("notes.txt", "mine")
    try scratch.write("empty", "")
    #expect(try train(["--out", "empty"], in: scratch).code == 0)
    for more in [[], ["--replace"]] {
      let refused = try train(["--out", "notes.txt"] + more, in: scratch)
      #expect(refused.code == 2 && refused.errors.contains("no checkpoint of training"), "\(refused.errors)")
    }
    #expect(try scratch.text("notes.txt") == "mine")
    let own = try train(["--out", "pods.csv", "--replace"], in: scratch)
    #expect(own.code == 2, "\(own.errors)")
    #expect(try scratch.text("pods.csv") == TinyCluster.pods)
    #expect(try train(["--out", "a.muster"], in: scratch).code == 0)
    let before = try scratch.bytes("a.muster")
    let again = try train(["--set", "seed=2", "--out", "./a.muster"], in: scratch)
    #expect(again.code == 2 && again.errors.contains("--replace"), "\(again.errors)")
    #expect(try scratch.bytes("a.muster") == before)
    // Nothing is learned where a setting cannot be: the file stays.
    #expect(try train(["--set", "cases=no", "--out", "a.muster", "--replace"], in: scratch).code == 2)
    #expect(try scratch.bytes("a.muster") == before)
    #expect(try train(["--set", "seed=2", "--out", "a.muster", "--replace"], in: scratch).code == 0)
    #expect(try scratch.bytes("a.muster") != before)
    let gone = try Program.run(
      "train", "--resume", "a.muster", "--steps", "2", "--out", "./a.muster", in: scratch)
    #expect(gone.code == 0, "\(gone.errors)")
  }

  /// Traces that were changed or moved are told from those that the run began with.
  @Test func knowsItsTraces() throws {
    let scratch = try TinyCluster.scratch()
    #expect(try train(["--out", "a.muster"], in: scratch).code == 0)
    func resumed(_ more: String...) throws -> Program.Outcome {
      try Program.run(
        ["train", "--resume", "a.muster", "--steps", "2", "--out", "b.muster", "--replace"] + more,
        in: scratch)
    }
    try scratch.write("moved.csv", TinyCluster.pods)
    try scratch.write("pods.csv", TinyCluster.pods.replacingOccurrences(of: "1500", with: "1600"))
    let changed = try resumed()
    #expect(
      changed.code == 2 && changed.errors.contains("trace openb:pods.csv: found other tasks or agents"),
      "\(changed.errors)")
    try FileManager.default.removeItem(at: scratch.url("pods.csv"))
    let gone = try resumed()
    #expect(
      gone.code == 2 && gone.errors.contains("named by the checkpoint a.muster")
        && gone.errors.contains("--trace"), "\(gone.errors)")
    let moved = try resumed("--trace", "openb:moved.csv")
    #expect(moved.code == 0, "\(moved.errors)")
    let two = try resumed("--trace", "openb:moved.csv", "--trace", "openb:moved.csv")
    #expect(two.code == 2 && two.errors.contains("--trace: found 2 of them"), "\(two.errors)")
  }

  /// One file is not two outputs, nor an output what is read, however it is written.
  @Test func refusesOneFileForTwo() throws {
    let scratch = try TinyCluster.scratch()
    #expect(try train(["--out", "a.muster"], in: scratch).code == 0)
    let before = try scratch.names()
    for (more, text) in [
      (["--out", "b.muster", "--json", "b.muster"], "found b.muster for both --out and --json"),
      (["--out", "b.muster", "--report", "./b.muster"], "found ./b.muster for both --out and --report"),
      (["--out", "b.muster", "--json", "r", "--report", "./r"], "found ./r for both --json and --report"),
      (["--out", "b.muster", "--json", "-", "--report", "-"], "found - for both --json and --report"),
      (["--out", "b.muster", "--json", "./pods.csv"], "found --json ./pods.csv, which trace openb:pods.csv"),
      (
        ["--out", "b.muster", "--report", "nodes.csv"], "found --report nodes.csv, which trace openb:pods.csv"
      ),
    ] {
      let outcome = try train(more, in: scratch)
      #expect(outcome.code == 2 && outcome.errors.contains(text), "\(more): \(outcome.errors)")
    }
    for (more, text) in [
      (["--json", "./a.muster"], "found --json ./a.muster, which --resume reads"),
      (["--json", "pods.csv"], "found --json pods.csv, which trace openb:pods.csv reads"),
    ] {
      let outcome = try Program.run(
        ["train", "--resume", "a.muster", "--steps", "2", "--out", "b.muster"] + more, in: scratch)
      #expect(outcome.code == 2 && outcome.errors.contains(text), "\(more): \(outcome.errors)")
    }
    let compared = try Program.run(
      "compare", "--trace", TinyCluster.spec, "--json", "r", "--report", "./r", in: scratch)
    #expect(compared.code == 2 && compared.errors.contains("found ./r for both"), "\(compared.errors)")
    #expect(try scratch.names() == before)
    #expect(try scratch.text("pods.csv") == TinyCluster.pods)
  }
}
