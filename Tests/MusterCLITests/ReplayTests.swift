import Foundation
import Testing

@Suite(.enabled(if: Program.isBuilt, Program.absence))
struct ReplayTests {
  @Test func aSummaryForPeople() throws {
    let outcome = try Program.run(
      "replay", "--trace", TinyCluster.spec, "--policy", "fgd", "--seed", "42", in: TinyCluster.scratch())
    #expect(outcome.code == 0)
    #expect(outcome.errors.isEmpty)
    for text in [
      "trace   openb:pods.csv: 12 pods on 3 nodes with 7 GPUs",
      "policy  fgd = feasible | fragmentation | best",
      "seed    42", "gpuAllocationPct@100",
    ] {
      #expect(outcome.output.contains(text), "\(text)")
    }
  }

  @Test func theSameFigureAsInAComparison() throws {
    let scratch = try TinyCluster.scratch()
    for command in ["replay", "compare"] {
      let outcome = try Program.run(
        command, "--trace", TinyCluster.spec, "--policy", "fgd", "--seed", "42", "--no-wall-clock", "--json",
        "\(command).json", in: scratch)
      #expect(outcome.code == 0)
    }
    #expect(try scratch.bytes("replay.json") == scratch.bytes("compare.json"))
  }

  @Test func severalSeeds() throws {
    let outcome = try Program.run(
      "replay", "--trace", TinyCluster.spec, "--policy", "fgd", "--seeds", "3", "--json", "-",
      in: TinyCluster.scratch())
    let file = try JSONFile.object(Data(outcome.output.utf8))
    #expect(try JSONFile.objects(file["results"]).compactMap { $0["seed"] as? Int } == [1, 2, 3])
  }

  @Test func faultsAreToldAndFelt() throws {
    let scratch = try TinyCluster.scratch()
    let arguments = [
      "replay", "--trace", "openb:pods.csv?mode=timeline", "--policy", "least-loaded", "--no-wall-clock",
    ]
    #expect(try Program.run(arguments + ["--json", "calm.json"], in: scratch).code == 0)
    let faults = ["--faults", "crash(agent: 1, at: 35, for: 30)"]
    let outcome = try Program.run(arguments + faults, in: scratch)
    #expect(outcome.output.contains("faults  crash(agent: 1, at: 35.0, for: 30.0)"))
    #expect(try Program.run(arguments + faults + ["--json", "crash.json"], in: scratch).code == 0)
    #expect(try scratch.bytes("calm.json") != scratch.bytes("crash.json"))
  }
}
