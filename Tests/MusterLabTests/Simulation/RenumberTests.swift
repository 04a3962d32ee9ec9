import MusterCore
import MusterLab
import MusterPolicy
import Testing

/// Agents under numbers other than those of their trace.
@Suite struct RenumberTests {
  /// Agent a is right on every task, for $1, and b on none, for $2.
  private static let table =
    "agent,task,resolved,cost_usd,turns\n"
    + (1...6).map { "a,t-\($0),1,1,1\nb,t-\($0),0,2,1\n" }.joined()

  @Test func theWorldKnowsThemByTheirOwn() throws {
    let scratch = try ScratchDirectory()
    let path = try scratch.write("o.csv", Self.table)
    let trace = try TraceCatalogue().open("outcomes:\(path)")
    func solved(_ numbers: [AgentID]?, _ sentence: String) throws -> Double? {
      var workload = try trace.workload(seed: 1)
      if let numbers { workload.renumber(numbers) }
      var recorder = Recorder(workload: workload)
      var simulation = Simulation(workload: workload, policy: try Sentence.parse(sentence), seed: 1)
      try simulation.run(&recorder)
      return recorder.result(policy: "", seed: 1, of: simulation).metrics.first { $0.name == "solvedPct" }?
        .value
    }
    #expect(try solved(nil, "cheapest") == 100)
    // Swapped, and far away.
    for numbers in [[AgentID(1), AgentID(0)], [AgentID(7), AgentID(900)]] {
      #expect(try solved(numbers, "cheapest") == 100)
      #expect(try solved(numbers, "cheapest(weight: -1)") == 0)
    }
  }

  @Test func whatIsAskedOfAgentsFollowsThem() throws {
    let scratch = try ScratchDirectory()
    let path = try scratch.write("o.csv", Self.table)
    var workload = try TraceCatalogue().open("outcomes:\(path)").workload(seed: 1)
    workload.script = [(at: Instant.zero, request: Request.leave(AgentID(0)))]
    workload.renumber([AgentID(1), AgentID(0)])
    let run = try Replay(workload, seed: 1)
    #expect(run.facts.contains { $0.event == .agentLeft(AgentID(1), .asked) })
  }
}
