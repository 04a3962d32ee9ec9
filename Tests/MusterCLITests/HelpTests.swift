import Testing

@Suite(.enabled(if: Program.isBuilt, Program.absence))
struct HelpTests {
  static let commands = [
    "replay", "compare", "fit", "route", "simulate", "policies", "traces", "why", "serve", "worker", "backup",
  ]

  @Test(arguments: commands) func everyCommandShowsAnExample(command: String) throws {
    let outcome = try Program.run(command, "--help", in: Scratch())
    #expect(outcome.code == 0)
    #expect(outcome.errors.isEmpty)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("EXAMPLE") })
    #expect(lines.contains { $0.hasPrefix("  muster \(command)") })
    #expect(lines.allSatisfy { $0.count <= 80 || $0.hasPrefix("USAGE") })
  }

  @Test func theWholeListsItsCommands() throws {
    for arguments in [["--help"], []] {
      let outcome = try Program.run(arguments, in: Scratch())
      #expect(outcome.code == 0)
      for command in Self.commands { #expect(outcome.output.contains("\n  \(command) "), "\(command)") }
    }
  }

  @Test func version() throws {
    let outcome = try Program.run("--version", in: Scratch())
    #expect(outcome.code == 0)
    #expect(outcome.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }
}
