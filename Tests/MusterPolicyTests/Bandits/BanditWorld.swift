import MusterCore
import MusterMath
import MusterPolicy
import MusterTestKit

/// A world to learn in: one task at a time, an agent for it, a reward that the test makes up. Through frames and
/// plans, as policies live; all of it follows from the seed.
struct BanditWorld {
  var fixture: FrameFixture
  var policy: Pipeline
  var random: Random
  private(set) var decision: UInt64 = 0
  private var plan = Plan()

  init(_ sentence: String, agents: [Agent], seed: UInt64) throws {
    policy = try Sentence(sentence).policy()
    fixture = FrameFixture(agents: agents, seed: seed)
    random = Random(seed: seed, stream: 0x7465_7374)
  }

  /// Which row the policy chooses for the task.
  mutating func choose(_ task: Task) -> Int {
    decision = fixture.frame.firstDecision
    fixture.offer([task])
    policy.plan(&fixture.frame, into: &plan)
    if let explanation = plan.explanations.first ?? nil {
      policy.recall(DecisionID(decision), features: explanation.features)
    }
    let row = Int(plan.agents[0])
    fixture.carryOut(plan)
    if row >= 0 { fixture.finish(0) }
    return row
  }

  func outcome(_ decision: UInt64, _ task: Task, _ row: Int, _ reward: Double, corrects: Bool = false)
    -> Outcome
  {
    Outcome(
      decision: DecisionID(decision), task: task.id, kind: task.kind, tenant: task.tenant,
      agent: fixture.frame.pool.agents[row].id, agentRow: row, succeeded: reward > 0, reward: reward, cost: 0,
      duration: 1, propensity: plan.propensities.first ?? .nan, isCorrection: corrects)
  }

  /// Lets the policy serve one task and learn what it earned.
  /// - Returns: the row it chose.
  mutating func step(_ task: Task, _ reward: (_ row: Int, inout Random) -> Double) -> Int {
    let row = choose(task)
    policy.observe([outcome(decision, task, row, reward(row, &random))])
    return row
  }
}

/// A task of a kind with features of its own.
func task(_ id: Int, kind: Int = 0, features: [Float]) -> Task {
  Task(id: TaskID(UInt64(id + 1)), kind: KindID(UInt32(kind)), features: features)
}
