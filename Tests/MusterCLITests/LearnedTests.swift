import Foundation
import Testing

/// What a policy learned, in files.
@Suite(.enabled(if: Program.isBuilt, Program.absence))
struct LearnedTests {
  private static let trace = ["--trace", "generated?tasks=200"]

  @Test func whatOneRunLearnedOthersBeginWith() throws {
    let scratch = try Scratch()
    let saved = try Program.run(
      ["replay"] + Self.trace + ["--policy", "fit-to-kind", "--save-learned", "a.learned"], in: scratch)
    #expect(saved.code == 0 && saved.errors.isEmpty)
    let again = try Program.run(
      ["replay"] + Self.trace + ["--policy", "fit-to-kind", "--save-learned", "b.learned"], in: scratch)
    #expect(again.code == 0)
    #expect(try scratch.bytes("a.learned") == scratch.bytes("b.learned"))
    for command in ["replay", "compare"] {
      let run = try Program.run(
        [command] + Self.trace + ["--policy", "fit-to-kind", "--learned", "a.learned"], in: scratch)
      #expect(run.code == 0, "\(run.errors)")
    }
    // It goes on learning from there.
    let more = try Program.run(
      ["replay"] + Self.trace
        + ["--policy", "fit-to-kind", "--learned", "a.learned", "--save-learned", "c.learned"], in: scratch)
    #expect(more.code == 0)
    #expect(try scratch.bytes("a.learned") != scratch.bytes("c.learned"))
  }

  @Test func whatCannotBeTakenUpIsSaid() throws {
    let scratch = try Scratch()
    #expect(
      try Program.run(
        ["replay"] + Self.trace + ["--policy", "fit-to-kind", "--save-learned", "a.learned"], in: scratch
      ).code == 0)
    let whole = try scratch.bytes("a.learned")
    try scratch.write("cut.learned", whole.dropLast())
    try scratch.write("text.learned", "feasible | best")
    for (file, policy, said) in [
      ("a.learned", "thompson", "found what \"fit-to-kind\" learned"),
      ("cut.learned", "fit-to-kind", "found damaged learned state"),
      ("text.learned", "fit-to-kind", "found something else than learned state"),
      ("none.learned", "fit-to-kind", "cannot read none.learned"),
    ] {
      let run = try Program.run(
        ["replay"] + Self.trace + ["--policy", policy, "--learned", file], in: scratch)
      #expect(run.code == 2 && run.errors.contains(said), "\(file): \(run.errors)")
    }
    let nothing = try Program.run(
      ["replay"] + Self.trace + ["--policy", "least-loaded", "--save-learned", "d.learned"], in: scratch)
    #expect(nothing.code == 2 && nothing.errors.contains("learned nothing"))
  }
}
