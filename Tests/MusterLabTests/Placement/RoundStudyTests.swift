import MusterCore
import MusterLab
import MusterPolicy
import Testing

@Suite("Placement in rounds") struct RoundStudyTests {
  private static let quarter = Demand(resources: Resources(cpuMilli: 250, memoryMiB: 16_384))

  private static func study(
    _ directory: String, _ keys: String, _ deciding: String, beside: [String] = []
  ) throws -> RoundStudy {
    var workload = try TraceCatalogue().open("google2011:\(directory)?\(keys)").workload(seed: 42)
    workload.engine.batchLimit = 4096
    return try RoundStudy(
      of: workload, deciding: deciding, beside: beside, worth: BestFit(cpu: 1000), room: quarter, seed: 42)
  }

  /// Machines of half the largest one's processors and tasks that want a fifth of that: from the second round on best fit stays
  /// on the machine that is in use, and the least loaded one is the other.
  @Test("asks the others about the rounds of the one that decides") func together() throws {
    let scratch = try ScratchDirectory()
    let events = """
      0,,1,0,,0,ann,0,0,0.1,0.01,0,
      1000000,,2,0,,0,ann,0,0,0.1,0.01,0,
      2000000,,3,0,,0,ann,0,0,0.1,0.01,0,
      11000000,,4,0,,0,ann,0,0,0.1,0.01,0,

      """
    let path = try scratch.write("task_events-part-00000.csv", events)
    let flow = "feasible | best-fit(cpu: 1000) | flow"
    let study = try Self.study(path, "machines=2&round=10", flow, beside: ["feasible | least-loaded | best"])
    // Tasks come at 0, 10 and 20 s.
    #expect(study.sizes == [1, 2, 1])
    #expect(study.seconds.count == 3 && study.offered == 4)
    #expect(study.answers.map(\.placed) == [4, 4])
    #expect(study.answers[0].worth > study.answers[1].worth)
    #expect(study.outcome.placed == 4 && study.outcome.waiting == 0 && study.outcome.waited == 0)
  }

  /// Declared: the published mix of machines, rounds of 10 s, what was submitted in the first half an hour after the
  /// beginning of the trace, on machines that were idle before. The bounds are the claims of the study: all is placed
  /// at once, and no placement of the flow is worth less on average than that of best fit on the same rounds.
  @Test("places Google's tasks of 2011 by flow as well as by best fit", .needsRealData)
  func google() throws {
    let (flow, greedy) = ("feasible | best-fit(cpu: 1000) | flow", "feasible | best-fit(cpu: 1000) | best")
    let keys = "machines=12500&round=10&from=600&until=2400"
    let directory = try RealData.path("google2011")
    let study = try Self.study(
      directory, keys, flow, beside: [greedy, "feasible | least-loaded | best", "feasible | random | best"])
    #expect(study.outcome.waiting == 0)
    #expect(study.answers.allSatisfy { $0.placed == study.offered })
    let worth = study.answers.map(\.worth)
    #expect(worth[0] >= worth[1] && worth[1] > worth[2] && worth[1] > worth[3], "\(worth)")
  }
}
