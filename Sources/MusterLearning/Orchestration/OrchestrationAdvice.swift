import MusterMath

/// Who advises agents, as a checkpoint has it: agents that learned with advice see what it would do wherever they act.
package enum OrchestrationAdvice: Sendable, Equatable {
  case none
  case weights(OrchestrationWeights)
  case rule(ThumbRule)

  /// The rules of thumb whose candidate can be told from what is seen of candidates. Of others no advice is shown.
  package enum ThumbRule: String, Sendable, CaseIterable {
    case bestFit, leastLoaded, fragmentation, nearest, other

    fileprivate func score(_ candidate: CandidateSight) -> Double? {
      switch self {
      case .bestFit: candidate.bestFit
      case .leastLoaded: -candidate.load
      case .fragmentation: candidate.fragmentation + 1e-5 * candidate.bestFit
      case .nearest:
        (candidate.isNear ? 1 : 0) - 0.5 * min(candidate.storeLoad, 2) - 0.1 * candidate.load
      case .other: nil
      }
    }
  }

  /// The place of the candidate that it would take, the first of equals; -1 where it says nothing.
  package func choice(
    _ job: JobSight, _ candidates: some Collection<CandidateSight>, pool: Double
  ) -> Int {
    var (best, bestScore) = (-1, -Double.infinity)
    for (place, candidate) in candidates.enumerated() {
      let score: Double?
      switch self {
      case .none: score = nil
      case .weights(let weights): score = weights.score(job, candidate, pool: pool)
      case .rule(let rule): score = rule.score(candidate)
      }
      if let score, score > bestScore { (best, bestScore) = (place, score) }
    }
    return best
  }

  /// The level of overcommitment that compute nodes were advised to, where nobody measures what jobs use; -1 for no
  /// advice.
  package func level(in scope: OrchestrationScope) -> Int {
    switch (self, scope) {
    case (.none, _): -1
    case (.rule, _), (_, .pool): 0
    case (.weights(let weights), .cluster): weights.level(use: OrchestrationLayout.meanUse)
    }
  }

  package func encode(into writer: inout ByteWriter) {
    switch self {
    case .none: writer.byte(0)
    case .weights(let weights):
      writer.byte(1)
      writer.varint(UInt64(weights.values.count))
      for value in weights.values { writer.double(value) }
    case .rule(let rule):
      writer.byte(2)
      writer.string(rule.rawValue)
    }
  }

  /// Throws where the bytes are of another version's weights or rules, or of numbers that are not finite.
  package init(from reader: inout ByteReader) throws {
    switch try reader.byte() {
    case 0: self = .none
    case 1:
      let count = try reader.count(bytesEach: 8)
      try Network.expect("weights of a rule", count, OrchestrationWeights.Name.allCases.count)
      let values = try (0..<count).map { _ in try reader.double() }
      if let odd = values.first(where: { !$0.isFinite }) {
        throw CheckpointError.mismatch(what: "a weight of", found: "\(odd)", expected: "finite numbers")
      }
      self = .weights(OrchestrationWeights(values))
    case 2:
      let name = try reader.string()
      guard let rule = ThumbRule(rawValue: name) else {
        throw CheckpointError.mismatch(
          what: "advice by", found: name,
          expected: ThumbRule.allCases.map(\.rawValue).joined(separator: ", "))
      }
      self = .rule(rule)
    case let other:
      throw CheckpointError.mismatch(what: "advice of kind", found: "\(other)", expected: "0, 1 or 2")
    }
  }
}
