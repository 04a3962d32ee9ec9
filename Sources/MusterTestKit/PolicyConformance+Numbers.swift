import MusterCore

extension PolicyConformance {
  static let numbers = [
    PolicyCheck("scores are finite, propensities within 0...1 or unknown, efforts within 0...1") { make in
      try eachStep(make) { before, _, plan in
        for task in 0..<before.fixture.frame.taskCount where plan.agents[task] >= 0 {
          let propensity = plan.propensities[task]
          try expect(plan.scores[task].isFinite, "score \(plan.scores[task])")
          try expect(propensity.isNaN || (propensity > 0 && propensity <= 1), "propensity \(propensity)")
          try expect((0...1).contains(plan.efforts[task]), "effort \(plan.efforts[task])")
        }
      }
    },
    PolicyCheck("an explanation lists agents of the pool by falling, finite scores, no more than asked for") {
      make in
      try eachStep(make, explaining: 3) { before, _, plan in
        let pool = before.fixture.frame.pool
        for task in 0..<before.fixture.frame.taskCount {
          guard let explanation = plan.explanations[task] else { continue }
          try expect(plan.agents[task] >= 0, "an explanation of no choice")
          try expect(
            explanation.agents.count == explanation.scores.count && explanation.agents.count <= 3
              && explanation.agents.count <= explanation.candidateCount,
            "\(explanation.agents.count) agents and \(explanation.scores.count) scores of \(explanation.candidateCount)"
          )
          try expect(
            explanation.agents.allSatisfy { pool.row(of: $0) != nil }, "agents \(explanation.agents)")
          try expect(explanation.scores.allSatisfy(\.isFinite), "scores \(explanation.scores)")
          try expect(
            zip(explanation.scores, explanation.scores.dropFirst()).allSatisfy { $0 >= $1 },
            "scores \(explanation.scores)")
        }
      }
    },
    PolicyCheck(
      "the probability that it says a choice has is the one that it records, and asking changes nothing"
    ) {
      make in
      for seed in 0..<3 as Range<UInt64> {
        var world = PolicyWorld(seed: seed)
        var policy = try make()
        var plan = Plan()
        for step in 0..<60 {
          world.offer()
          let place = "seed \(seed), step \(step)"
          let before = policy.snapshot()
          var probabilities: [Double] = []
          let isClosed = policy.probabilities(of: 0, in: world.fixture.frame, into: &probabilities)
          for row in 0..<min(world.fixture.frame.agentCount, 2) {
            let features = policy.features(of: 0, on: row, in: world.fixture.frame)
            try expect(features.allSatisfy(\.isFinite), "\(place): features \(features)")
          }
          try expect(policy.snapshot() == before, "\(place): asking changed what was learned")
          policy.plan(&world.fixture.frame, into: &plan)
          if isClosed { try expectProbabilities(probabilities, plan, world.fixture.frame, place) }
          policy.observe(world.carryOut(plan))
        }
      }
    },
  ]

  private static func expectProbabilities(
    _ probabilities: [Double], _ plan: Plan, _ frame: Frame, _ place: String
  ) throws {
    try expect(
      probabilities.count == frame.agentCount,
      "\(place): \(probabilities.count) of \(frame.agentCount) agents")
    try expect(
      probabilities.allSatisfy { $0 >= 0 && $0 <= 1 + 1e-9 } && probabilities.reduce(0, +) <= 1 + 1e-9,
      "\(place): probabilities \(probabilities)")
    // The members of a gang wait for each other.
    guard frame.tasks[0].gang == .none, plan.agents[0] >= 0 else { return }
    let chosen = probabilities[Int(plan.agents[0])]
    try expect(chosen > 0, "\(place): it chose what it says it never would")
    try expect(
      plan.propensities[0].isNaN || (plan.propensities[0] - chosen).magnitude < 1e-9,
      "\(place): probability \(chosen), recorded \(plan.propensities[0])")
  }
}
