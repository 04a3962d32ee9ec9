import MusterCore
import MusterMath
import MusterPolicy

/// Decisions of a sentence over a pool that is mostly busy.
enum MatchingProbe {
  private static let agents = 1000
  private static let busy = 800
  private static let decided = 50_000

  /// Arguments: the sentence.
  static let decisions = Probe("matching") { arguments in
    guard arguments.count == 1 else { throw BenchError(found: "\(arguments)", expected: "SENTENCE") }
    var random = Random(seed: 1)
    var fixture = FrameFixture(
      agents: (1...agents).map {
        Agent(
          id: AgentID(UInt64($0)), capacity: Resources(cpuMilli: Int64(1000 + random.below(100_000))),
          concurrency: 1)
      }, seed: 1)
    let demand = Demand(resources: Resources(cpuMilli: 1000))
    var policy = try Sentence.parse(arguments[0])
    var plan = Plan()
    var seconds = 0.0
    for step in 0..<busy + decided {
      fixture.offer([Task(id: TaskID(UInt64(step + 1)), demand: demand)])
      let watch = Stopwatch()
      policy.plan(&fixture.frame, into: &plan)
      if step >= busy { seconds += watch.seconds }
      fixture.carryOut(plan)
      if fixture.running.count > busy { fixture.finish(random.below(fixture.running.count)) }
    }
    var result = Measurement()
    result["nanoseconds"] = 1e9 * seconds / Double(decided)
    return result
  }
}
