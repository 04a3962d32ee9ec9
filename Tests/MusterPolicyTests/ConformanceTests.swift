import MusterCore
import MusterPolicy
import MusterTestKit
import Testing

@Suite("Every policy") struct PolicyConformanceTests {
  static let sentences =
    PolicyConformance.sentences(of: .standard) + [
      "skills | best-fit | round-robin",
      "feasible | least-loaded(by: tasks) | top(4) | fit-to-kind(prior: 2, weight: 3) | sample(2) | sampled(0.5)",
      "sample(5) | feasible | fragmentation | random(weight: 5) | power-of-two",
      "fragmentation | feasible | cheapest(weight: 0.01) | fastest | fit-to-kind | sampled",
      "feasible | thompson(discount: 0.9, by: kind, prior: alike, detect: cusum, threshold: 1) | best",
      "feasible | ucb(rule: ucb1, window: 9, detect: page-hinkley, threshold: 0.5) | sampled",
      "feasible | linucb(window: 12) | linucb(discount: 0.8, detect: cusum, threshold: 1) | sampled(0.2)",
      "feasible | linear-thompson(share: shared, discount: 0.7, window: 7) | linucb(share: shared) | best",
      "feasible | exp3(discount: 0.9, by: kind) | sampled",
      "feasible | best-fit | assignment(each: 1)",
      "skills | random | auction(each: 2)",
      "feasible | linucb | flow(arcs: 2, wait: -0.5)",
      "skills | fastest | on-demand(asks: 3, trip: 0.1)",
      "skills | fit-to-kind | stochastic-balance",
      "feasible | least-loaded | team(2, by: streaming) | predicted | roles | balance(form: sign, round: 7)",
      "feasible | worker-value | top-p(0.9, 0.1) | sampled",
      "skills | least-loaded(by: tasks) | team(3, by: dynamic) | metaheuristic(method: tabu)",
      "feasible | fit-to-kind | negotiate(2, 0.1, 10)",
      "feasible | linucb | best | turns(dynamic, warmup: 3) | adaptive-effort(warmup: 3) | knapsack | examples | ask",
      "feasible | cascade(stages: \"agent 2 > agent 1\", thresholds: \"0.7\") | best",
      selfVerification,
    ]

  /// Two stages by the names of ``PolicyWorld``'s agents.
  static let selfVerification = AnswerCounts(
    patterns: [1, 2, 3, 4], bounds: [0.5], right: [1, 5, 1, 6], wrong: [3, 1, 2, 1], costs: [0.1, 0.4]
  ).sentence(stages: ["agent 2", "agent 1"], worth: 2)

  @Test("that the catalogue can say", arguments: sentences)
  func catalogue(sentence: String) throws {
    try PolicyConformance.check { try Sentence.parse(sentence) }
  }

  @Test("that is a roll-out of two") func rollouts() throws {
    let settings = try RolloutSettings(share: 0.4, minimum: 5)
    try PolicyConformance.check {
      Rollout(
        old: try Sentence.parse("feasible | least-loaded | fit-to-kind | explore"),
        new: try Sentence.parse("fgd"), settings)
    }
  }

  @Test("that has a shadow") func shadows() throws {
    try PolicyConformance.check {
      Shadow(
        obeyed: try Sentence.parse("feasible | fit-to-kind | sampled"),
        shadow: try Sentence.parse("feasible | sample(3) | fit-to-kind | best"), draws: 4)
    }
  }

  @Test("is checked for every word and shorthand") func complete() {
    let all = PolicyConformance.sentences(of: .standard).joined(separator: " ")
    for word in Catalogue.standard.words { #expect(all.contains(word.name)) }
    for shorthand in Catalogue.standard.shorthands { #expect(all.contains(shorthand.name)) }
  }
}

/// The suite must be able to fail: policies that break one promise each.
@Suite("The conformance suite catches a policy that") struct PolicyConformanceCatchesTests {
  @Test("overfills an agent") func overfills() {
    expectCaught { frame, plan, _ in
      for task in 0..<frame.taskCount where frame.agentCount > 0 { plan.place(task: task, agent: 0) }
    }
  }

  @Test("does not commit") func uncommitted() {
    expectCaught { frame, plan, inner in
      let mark = frame.mark
      inner.plan(&frame, into: &plan)
      frame.rollBack(to: mark)
    }
  }

  @Test("breaks gangs") func breaksGangs() {
    expectCaught { frame, plan, inner in
      inner.plan(&frame, into: &plan)
      let last = frame.taskCount - 1
      if last >= 0 && frame.tasks[last].gang != .none { plan.withdraw(task: last) }
    }
  }

  @Test("leaves tasks out of the plan") func leavesOut() {
    expectCaught { frame, plan, inner in
      inner.plan(&frame, into: &plan)
      plan.reset(count: max(frame.taskCount - 1, 0))
    }
  }

  @Test("scores NaN") func scoresNaN() {
    expectCaught { frame, plan, inner in
      inner.plan(&frame, into: &plan)
      for task in 0..<frame.taskCount where plan.agents[task] >= 0 {
        plan.place(
          task: task, agent: Int(plan.agents[task]), devices: plan.devices[task], propensity: 1, score: .nan)
      }
    }
  }

  @Test("takes devices that are not there") func takesDevices() {
    expectCaught { frame, plan, inner in
      inner.plan(&frame, into: &plan)
      for task in 0..<frame.taskCount where plan.devices[task] != nil {
        plan.place(task: task, agent: Int(plan.agents[task]), devices: 1 << 15)
      }
    }
  }

  @Test("forgets to say what it learned") func forgets() throws {
    #expect(throws: PolicyCheckFailure.self) {
      try PolicyConformance.check { Forgetful(inner: try Sentence("fit-to-kind").policy()) }
    }
  }

  private func expectCaught(
    _ body: @escaping @Sendable (inout Frame, inout Plan, inout any Policy) -> Void
  ) {
    #expect(throws: PolicyCheckFailure.self) {
      try PolicyConformance.check { Broken(inner: try Sentence.parse("fgd"), body: body) }
    }
  }

  private struct Broken: Policy {
    var inner: any Policy
    let body: @Sendable (inout Frame, inout Plan, inout any Policy) -> Void
    var name: String { "broken" }
    mutating func plan(_ frame: inout Frame, into plan: inout Plan) {
      plan.reset(count: frame.taskCount)
      body(&frame, &plan, &inner)
    }
  }

  private struct Forgetful: Policy {
    var inner: Pipeline
    var name: String { "forgetful" }
    mutating func plan(_ frame: inout Frame, into plan: inout Plan) { inner.plan(&frame, into: &plan) }
    mutating func observe(_ outcomes: [Outcome]) { inner.observe(outcomes) }
  }
}
