import MusterCore
import MusterMath
import MusterPolicy
import MusterTestKit
import Testing

/// The candidates that the stages of a sentence leave for a task of the fixture's frame, in the order of their rows.
func candidates(_ sentence: String, _ fixture: FrameFixture, task: Int = 0) throws -> [(
  row: Int, score: Float
)] {
  var funnel = try Sentence(sentence).policy().funnel
  let found = funnel.candidates(for: task, in: fixture.frame)
  return zip(found.agents, found.scores).map { (Int($0), $1) }.sorted { $0.0 < $1.0 }
}

/// What a fresh policy of the sentence plans.
func plan(_ sentence: String, _ fixture: FrameFixture) throws -> Plan {
  var policy = try Sentence.parse(sentence)
  var frame = fixture.frame
  var plan = Plan()
  policy.plan(&frame, into: &plan)
  return plan
}

/// Whether two plans are the same, bit for bit.
func same(_ a: Plan, _ b: Plan) -> Bool {
  a.agents == b.agents && a.devices == b.devices
    && a.scores.map(\.bitPattern) == b.scores.map(\.bitPattern)
    && a.propensities.map(\.bitPattern) == b.propensities.map(\.bitPattern)
}

/// Identical agents with ids from 1.
func agents(_ count: Int, cpuMilli: Int64 = 8000, devices: UInt8 = 0) -> [Agent] {
  (0..<count).map {
    Agent(
      id: AgentID(UInt64($0 + 1)), capacity: Resources(cpuMilli: cpuMilli, memoryMiB: 16_384),
      deviceCount: devices)
  }
}

func task(_ id: UInt64 = 1, cpuMilli: Int64 = 1000, _ devices: DeviceDemand = .none, gang: GangID = .none)
  -> Task
{
  Task(id: TaskID(id), demand: Demand(resources: Resources(cpuMilli: cpuMilli), devices: devices), gang: gang)
}

extension FrameFixture {
  /// Takes back what the policy committed and moves on to the next decision.
  mutating func decideAgain() {
    var nothing = Plan()
    nothing.reset(count: frame.taskCount)
    carryOut(nothing)
  }
}
