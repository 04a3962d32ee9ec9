import MusterCore

/// A rule for all three roles whose weights can be searched for.
///
/// A scheduler takes the candidate of the highest weighted sum. A compute node promises as many processors as its jobs'
/// use allows, and moves a job away where it is too busy or too slow. A storage node copies its most read shard where
/// too much is asked of it.
public struct OrchestrationWeights: Sendable, Equatable {
  /// What is weighed, or held to be the limit.
  public enum Name: Int, Sendable, CaseIterable {
    /// Of a candidate: see ``CandidateSight``. Load and storage load count against it.
    case bestFit, load, fragmentation, near, storeLoad
    /// How fast the node's jobs went, and the use of its processors, which counts against it.
    case rate, usage
    /// Of the job: its expected run time and its tenant's dominant share, which count against it, and its wait.
    case expected, dominantShare, waited
    /// Fragmentation and load once more, times the greatest share of any resource of the pool that is held.
    case crowdedFragmentation, crowdedLoad
    /// The most use of promised processors, of those there are.
    case mostUse
    /// A node moves a job where its load is so far above the mean and the mean below that, or its rate is below this.
    case movesAboveMean, movesWhileMeanBelow, movesBelowRate
    /// A storage node copies where it is asked for so much of its bandwidth.
    case copiesAbove
  }

  /// By ``Name``.
  public var values: [Double]

  /// A weight for each ``Name``.
  package init(_ values: [Double]) { self.values = values }

  package subscript(_ name: Name) -> Double { values[name.rawValue] }

  /// Where a search begins: the rules of thumb about alike.
  package static let start = OrchestrationWeights([
    0.2, 0.5, 0.5, 0.5, 0.25, 0.5, 0, 0.5, 0, 0, 0, 0, 1.5, 0.5, 1, 0.2, 1,
  ])
}

extension OrchestrationWeights {
  /// What a job on a candidate is worth where `pool` is the greatest share of any resource of the pool that is held.
  package func score(_ job: JobSight, _ candidate: CandidateSight, pool: Double) -> Double {
    var score = self[.bestFit] * candidate.bestFit - self[.load] * candidate.load
    score += self[.fragmentation] * candidate.fragmentation
    score += self[.near] * (candidate.isNear ? 1 : 0) - self[.storeLoad] * min(candidate.storeLoad, 2)
    score += self[.rate] * candidate.rate - self[.usage] * candidate.usage
    score -= self[.expected] * min(job.expected, 3)
    score -= self[.dominantShare] * job.dominantShare
    score += self[.waited] * min(job.waited, 3)
    score += pool * self[.crowdedFragmentation] * candidate.fragmentation
    score -= pool * self[.crowdedLoad] * candidate.load
    return score
  }

  /// The level of overcommitment of a node whose jobs use this share of what they ask for.
  package func level(use: Double) -> Int {
    OrchestrationLayout.levels.lastIndex { $0 * use <= self[.mostUse] } ?? 0
  }
}
