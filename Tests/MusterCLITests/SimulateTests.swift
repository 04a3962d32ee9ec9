import Foundation
import Testing

@Suite(.enabled(if: Program.isBuilt, Program.absence))
struct SimulateTests {
  @Test func seedsThatHold() throws {
    let outcome = try Program.run("simulate", "--seeds", "20", in: Scratch())
    #expect(outcome.code == 0)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output.hasPrefix("20 seeds, "))
    #expect(outcome.output.hasSuffix("all checks held\n"))
  }

  @Test func theSameCountsOnOneCoreAndTwo() throws {
    let files = try ["1", "2"].map { jobs in
      let outcome = try Program.run("simulate", "--seeds", "30", "--jobs", jobs, "--json", "-", in: Scratch())
      #expect(outcome.code == 0)
      var file = try JSONFile.object(Data(outcome.output.utf8))
      #expect(file.removeValue(forKey: "wallClock") is [String: Double])
      return NSDictionary(dictionary: file)
    }
    #expect(files[0] == files[1])
  }

  @Test func aPlanByItsText() throws {
    let plan =
      "seed=17,agents=2,tasks=9,tenants=1,policy=feasible | random | best,with=gangs+budgets,"
      + "faults=crash(agent: 1, at: 5, for: 10); late(probability: 0.5, delay: 3, at: 0, for: 60)"
    let outcome = try Program.run("simulate", "--plan", plan, in: Scratch())
    #expect(outcome.code == 0)
    #expect(outcome.output.hasPrefix("1 plan, "))
  }
}
