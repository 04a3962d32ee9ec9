import Foundation
import Testing

/// Settings, backups and workers, as far as they need no server.
@Suite(.enabled(if: Program.isBuilt, Program.absence))
struct OperationTests {
  @Test func theExampleIsSoundAndShown() throws {
    let scratch = try Scratch()
    let example = try Program.run("config", "example", in: scratch)
    try scratch.write("muster.yaml", example.output)
    let check = try Program.run("config", "check", "--config", "muster.yaml", in: scratch)
    #expect(check.code == 0 && check.output.hasPrefix("muster.yaml: sound"))
    let show = try Program.run("config", "show", "--set", "server.port=1234", in: scratch)
    #expect(show.code == 0 && show.output.contains("port: 1234\n"))
    let reference = try Program.run("config", "reference", in: scratch)
    #expect(reference.output.contains("\nserver.port  ("))
  }

  @Test func everyProblemIsToldOnALineOfItsOwn() throws {
    let outcome = try Program.run(
      "config", "check", "--set", "server.port=x", "--set", "sever.host=y", in: Scratch())
    #expect(outcome.code == 2 && outcome.output.isEmpty)
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.count == 2 && lines.allSatisfy { $0.hasPrefix("muster: --") })
  }

  @Test func aBackupIsTheLog() throws {
    let scratch = try TinyCluster.scratch()
    _ = try Program.run(
      "replay", "--trace", "openb:pods.csv?mode=timeline", "--policy", "fgd", "--log", "run.muster",
      in: scratch)
    let backup = try Program.run("backup", "--from", "sqlite:run.muster", "--to", "copy.muster", in: scratch)
    #expect(backup.code == 0 && backup.output.hasPrefix("copy.muster: "))
    let stories = try ["run.muster", "copy.muster"].map {
      try Program.run("why", "3", "--log", $0, in: scratch).output
    }
    #expect(stories[0] == stories[1] && !stories[0].isEmpty)
    let again = try Program.run("backup", "--from", "sqlite:run.muster", "--to", "copy.muster", in: scratch)
    #expect(again.code == 2)
  }

  @Test func aWorkerNeedsAProgramAndAnAddress() throws {
    let none = try Program.run("worker", "--server", "http://127.0.0.1:1", "--name", "a", in: Scratch())
    #expect(none.code == 2 && none.errors.contains("found no program"))
    let address = try Program.run("worker", "--server", "nowhere", "--name", "a", "--", "true", in: Scratch())
    #expect(address.code == 2 && address.errors.contains("--server"))
  }
}
