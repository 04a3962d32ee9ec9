import MusterCore
import MusterMath
import MusterPolicy
import MusterTestKit
import Testing

/// Corrected, missing, impossible and merged feedback, for every bandit.
@Suite("Feedback to a bandit") struct FeedbackTests {
  /// What a policy knows, as the scores of all agents for a few tasks; for drawn scores at fixed draws.
  private func scores(_ policy: Pipeline) -> [Float] {
    var policy = policy
    var all: [Float] = []
    for kind in 0..<3 as Range<UInt32> {
      var fixture = FrameFixture(agents: agents(4), seed: 5)
      fixture.offer(
        [Task(id: TaskID(1), kind: KindID(kind), features: [0.5, Float(kind)])], explaining: 4)
      var plan = Plan()
      policy.plan(&fixture.frame, into: &plan)
      guard let explanation = plan.explanations.first ?? nil else { return [] }
      let order = explanation.agents.indices.sorted { explanation.agents[$0] < explanation.agents[$1] }
      all += order.map { explanation.scores[$0] }
    }
    return all
  }

  private func expectAlike(_ a: Pipeline, _ b: Pipeline, within: Float = 2e-4) {
    for (x, y) in zip(scores(a), scores(b)) {
      #expect((x - y).magnitude <= within * max(1, y.magnitude), "\(scores(a)) and \(scores(b))")
    }
  }

  /// Decisions of a uniform choice beside the word, with their features, and outcomes that may be told later.
  private func history(_ word: String, steps: Int, seed: UInt64 = 2) throws -> (BanditWorld, [Outcome]) {
    var world = try BanditWorld("feasible | \(word) | sampled(1000)", agents: agents(4), seed: seed)
    var outcomes: [Outcome] = []
    for step in 0..<steps {
      let task = task(step, kind: step % 3, features: [Float(world.random.unit()), Float(step % 3)])
      let row = world.choose(task)
      // Eighths add up without rounding.
      outcomes.append(world.outcome(world.decision, task, row, Double(world.random.below(9)) / 8))
    }
    return (world, outcomes)
  }

  static let undiscounted = [
    "thompson", "thompson(by: kind)", "thompson(prior: alike)", "ucb(prior: alike)",
    "ucb(prior: alike, by: kind)", "thompson(detect: cusum, threshold: 1000)", "ucb", "exp3", "linucb",
    "linucb(share: shared)", "linear-thompson", "linear-thompson(share: shared)", "dynlin",
  ]
  static let forgetting = [
    "thompson(discount: 0.9)", "ucb(prior: alike, discount: 0.9)", "ucb(discount: 0.95, by: kind)",
    "exp3(discount: 0.97)",
    "linucb(discount: 0.95)",
    "linucb(share: shared, discount: 0.95)", "thompson(window: 50)", "ucb(window: 70)", "linucb(window: 50)",
    "linear-thompson(share: shared, window: 60)", "linucb(window: 50, discount: 0.97)",
  ]

  @Test("corrected late is as if it had been right at once", arguments: undiscounted + forgetting)
  func corrections(word: String) throws {
    let (world, outcomes) = try history(word, steps: 120)
    var (right, corrected) = (world.policy, world.policy)
    right.observe(outcomes)
    var wrong = outcomes
    for index in stride(from: 0, to: 120, by: 3) { wrong[index].reward = 1 - wrong[index].reward }
    corrected.observe(wrong)
    for index in stride(from: 0, to: 120, by: 3) {
      var correction = outcomes[index]
      correction.isCorrection = true
      // Told twice: the first a word that is wrong again.
      correction.reward = 0.5
      corrected.observe([correction])
      correction.reward = outcomes[index].reward
      corrected.observe([correction])
    }
    expectAlike(corrected, right)
  }

  @Test("that is no number changes nothing", arguments: undiscounted + forgetting)
  func notFinite(word: String) throws {
    let (world, outcomes) = try history(word, steps: 60)
    var policy = world.policy
    policy.observe(Array(outcomes[..<50]))
    let before = scores(policy)
    for reward in [Double.nan, .infinity, -.infinity] {
      var bad = outcomes[55]
      bad.reward = reward
      policy.observe([bad])
      bad = outcomes[3]
      bad.isCorrection = true
      bad.reward = reward
      policy.observe([bad])
    }
    if policy.funnel.hasFeatures {
      // What no score ever recorded, in place of the features of the first stage: not finite, and too few.
      for bad in [[0, 32] + Array(repeating: Float.nan, count: 32), [0, 2, 0.5, .infinity], [0, 1, 0.5]] {
        var strange = outcomes[55]
        strange.decision = DecisionID(strange.decision.rawValue + 1000)
        policy.recall(strange.decision, features: bad)
        policy.observe([strange])
      }
    }
    #expect(scores(policy) == before)
    let areFinite = before.allSatisfy(\.isFinite)
    #expect(areFinite)
  }

  @Test("merged from two halves is that of the whole", arguments: undiscounted)
  func merged(word: String) throws {
    let (world, outcomes) = try history(word, steps: 200)
    var (whole, first, second) = (world.policy, world.policy, world.policy)
    whole.observe(outcomes)
    // An assignment kept for an epoch belongs to one replica: there the whole is what the first learned.
    let half = word == "dynlin" ? outcomes.count : 100
    first.observe(Array(outcomes[..<half]))
    second.observe(Array(outcomes[half...]))
    try first.merge(second.snapshot())
    expectAlike(first, whole)
  }

  @Test("merged under another sentence, cut, or of a window is refused") func refused() throws {
    let (world, outcomes) = try history("thompson", steps: 50)
    var policy = world.policy
    policy.observe(outcomes)
    let bytes = policy.snapshot()
    var other = try Sentence("feasible | ucb | sampled(1000)").policy()
    #expect(throws: PolicyError.self) { try other.merge(bytes) }
    #expect(throws: PolicyError.self) { try policy.merge(Array(bytes.dropLast())) }
    #expect(policy.snapshot() == bytes)
    let (windowed, seen) = try history("thompson(window: 20)", steps: 50)
    var window = windowed.policy
    window.observe(seen)
    let kept = window.snapshot()
    #expect(throws: PolicyError.self) { try window.merge(kept) }
    #expect(window.snapshot() == kept)
    var mean = try Sentence("fit-to-kind").policy()
    mean.observe(outcomes)
    let learned = mean.snapshot()
    #expect(throws: PolicyError.self) { try mean.merge(learned) }
    try mean.merge([])
    #expect(mean.snapshot() == learned)
  }

  @Test(
    "outside a window counts no more",
    arguments: ["thompson(window: 40)", "ucb(window: 40)", "linucb(window: 40)"])
  func window(word: String) throws {
    let (world, outcomes) = try history(word, steps: 140)
    var (all, late) = (world.policy, world.policy)
    all.observe(outcomes)
    late.observe(Array(outcomes[100...]))
    expectAlike(all, late)
  }

  @Test("fades by its age in observations") func fading() throws {
    let (world, outcomes) = try history("ucb(discount: 0.5, width: 0)", steps: 3)
    var policy = world.policy
    var told = outcomes
    for (index, row) in [0, 1, 0].enumerated() {
      told[index].agent = AgentID(UInt64(row + 1))
      told[index].reward = [1, 1, 0][index]
    }
    policy.observe(told)
    // Agent 1: a success two observations ago counts 1/4, a failure now 1.
    #expect(scores(policy)[0] == Float(0.25 / 1.25))
    #expect(scores(policy)[1] == 1)
  }
}
