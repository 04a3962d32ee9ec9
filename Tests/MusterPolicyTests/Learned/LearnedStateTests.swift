import MusterCore
import MusterMath
import MusterPolicy
import MusterTestKit
import Testing

@Suite("Learned state in a file") struct LearnedStateTests {
  /// Words that learn, with forgetting of all sorts.
  static let words = [
    "fit-to-kind", "fastest", "knowledge-gradient", "sentinel", "symphony", "exp3", "dynlin",
    "thompson", "thompson(window: 20)", "thompson(discount: 0.9)", "ucb(detect: cusum)", "ucb(prior: alike)",
    "linucb", "linucb(window: 20)", "linucb(share: shared, discount: 0.97)", "linear-thompson", "knn",
    "similarity", "cluster-mean", "win-rate", "quality-gap", "cascade",
  ]

  private func taught(_ word: String, decisions: Int = 60) throws -> (BanditWorld, LearnedState) {
    var world = try BanditWorld("feasible | \(word) | best", agents: agents(4), seed: 11)
    for step in 0..<decisions {
      _ = world.step(task(step, kind: step % 2, features: [Float(step % 3)])) { row, random in
        0.25 * Double(row) + 0.25 * random.unit()
      }
    }
    return (world, LearnedState(of: world.policy, over: Engine(EngineConfiguration())))
  }

  /// The scores of all agents for two kinds of task.
  private func scores(_ policy: any Policy) -> [Float] {
    var policy = policy
    var all: [Float] = []
    for kind in 0..<2 as Range<UInt32> {
      var fixture = FrameFixture(agents: agents(4), seed: 5)
      fixture.offer([Task(id: TaskID(1), kind: KindID(kind), features: [0.5])], explaining: 4)
      var plan = Plan()
      policy.plan(&fixture.frame, into: &plan)
      guard let explanation = plan.explanations.first ?? nil else { return [] }
      all += explanation.agents.indices.sorted { explanation.agents[$0] < explanation.agents[$1] }
        .map { explanation.scores[$0] }
    }
    return all
  }

  @Test("is taken up by every word that learns, without the decisions it was learned from", arguments: words)
  func takenUp(word: String) throws {
    let (world, state) = try taught(word)
    let read = try LearnedState(state.bytes)
    #expect(read == state && !read.snapshot.isEmpty)
    var policy = try Sentence("feasible | \(word) | best").policy() as any Policy
    let before = scores(policy)
    try read.teach(&policy)
    #expect(scores(policy) == scores(world.policy))
    #expect(scores(policy) != before)
    // It can be saved again, and what was learned is the same then.
    #expect(LearnedState(of: policy, over: Engine(EngineConfiguration())).snapshot == state.snapshot)
  }

  /// A decision in the new run has the number of one in the old: it counts as the first word about a decision, and
  /// a correction of it changes it alone.
  @Test("numbers of decisions start anew", arguments: words)
  func newDecisions(word: String) throws {
    let (world, state) = try taught(word)
    let numbers = [UInt64(3), 5_000_000]
    let found = try numbers.map { number -> [Float] in
      var policy = try Sentence("feasible | \(word) | best").policy() as any Policy
      try state.teach(&policy)
      let task = task(0, features: [1])
      var fixture = FrameFixture(agents: agents(4), seed: 5)
      fixture.offer([task])
      var plan = Plan()
      policy.plan(&fixture.frame, into: &plan)
      policy.recall(DecisionID(number), features: plan.explanations[0]?.features ?? [])
      let row = Int(plan.agents[0])
      policy.observe([world.outcome(number, task, row, 0.125)])
      policy.observe([world.outcome(number, task, row, 1, corrects: true)])
      return scores(policy)
    }
    #expect(found[0] == found[1] && !found[0].isEmpty)
  }

  @Test("is refused where it is damaged, cut, of a later release or something else") func damaged() throws {
    let (_, state) = try taught("thompson")
    let bytes = state.bytes
    for at in bytes.indices {
      var wrong = bytes
      wrong[at] ^= 0x10
      #expect(throws: LearnedStateError.self) { _ = try LearnedState(wrong) }
      #expect(throws: LearnedStateError.self) { _ = try LearnedState(Array(bytes[..<at])) }
    }
    var later = bytes
    later[8] = 2
    #expect(throws: LearnedStateError.version(2)) { _ = try LearnedState(later) }
    #expect(throws: LearnedStateError.foreign) { _ = try LearnedState(Array("feasible | best".utf8)) }
    #expect(throws: LearnedStateError.foreign) { _ = try LearnedState([]) }
  }

  @Test("is refused by a policy of other words, which stays as it was") func otherWords() throws {
    let (_, state) = try taught("thompson")
    var other = try taught("ucb").0.policy as any Policy
    let before = other.snapshot()
    #expect(throws: LearnedStateError.self) { try state.teach(&other) }
    #expect(other.snapshot() == before)
  }

  @Test("says which agent or kind has another number where it is to serve") func otherNumbers() throws {
    let state = LearnedState(
      sentence: "x", agents: [.init(id: AgentID(3), name: "a"), .init(id: AgentID(4), name: "b")],
      kinds: ["default", "code"], snapshot: [1])
    try state.check(agents: { $0 == "a" ? AgentID(3) : nil }, kinds: { $0 == "code" ? 1 : nil })
    #expect(throws: LearnedStateError.otherNumber("agent", "b", here: 5, there: 4)) {
      try state.check(agents: { $0 == "b" ? AgentID(5) : nil }, kinds: { _ in nil })
    }
    #expect(throws: LearnedStateError.otherNumber("kind", "code", here: 2, there: 1)) {
      try state.check(agents: { _ in nil }, kinds: { $0 == "code" ? 2 : nil })
    }
  }
}
