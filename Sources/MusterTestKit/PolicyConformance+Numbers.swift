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
  ]
}
