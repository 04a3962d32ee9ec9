import MusterCore

/// A rule for all three roles whose weights can be searched for: see ``OrchestrationSearch``.
///
/// A scheduler takes the candidate of the highest weighted sum. A compute node promises as many processors as its jobs'
/// use allows, and moves a job away where it is too busy or too slow. A storage node copies its most read shard where
/// too much is asked of it.
public struct OrchestrationWeights: Sendable, Equatable {
  /// What is weighed, or held to be the limit.
  public enum Name: Int, Sendable, CaseIterable {
    /// Of a candidate: see ``CandidateView``. Load and storage load count against it.
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
  init(_ values: [Double]) { self.values = values }

  subscript(_ name: Name) -> Double { values[name.rawValue] }

  /// Where a search begins: the rules of thumb about alike.
  static let start = OrchestrationWeights([
    0.2, 0.5, 0.5, 0.5, 0.25, 0.5, 0, 0.5, 0, 0, 0, 0, 1.5, 0.5, 1, 0.2, 1,
  ])
}

extension OrchestrationCell {
  /// The candidate of the highest sum, the first of equals; to hold where there is none. `O(slots)`.
  func candidate(by weights: OrchestrationWeights) -> Int {
    let pool = (0..<3).reduce(0) { max($0, poolShare($1)) }
    var (best, bestScore) = (Self.hold, -Double.infinity)
    for slot in named.indices where named[slot] >= 0 {
      let (wanted, view) = (window.jobs[job(of: slot)], views[slot])
      let (state, host) = (nodes[Int(named[slot])], window.nodes[Int(named[slot])])
      var score = weights[.bestFit] * view.bestFit - weights[.load] * view.load
      score += weights[.fragmentation] * view.fragmentation
      score += weights[.near] * (view.isNear ? 1 : 0) - weights[.storeLoad] * min(view.storeLoad, 2)
      score += weights[.rate] * state.rate - weights[.usage] * state.usage / host.cpu
      score -= weights[.expected] * min(wanted.expected / settings.meanLength, 3)
      score -= weights[.dominantShare] * dominantShare(wanted.tenant)
      score += weights[.waited] * min(Double(jobs[job(of: slot)].waited) / 20, 3)
      score += pool * weights[.crowdedFragmentation] * view.fragmentation
      score -= pool * weights[.crowdedLoad] * view.load
      if score > bestScore { (best, bestScore) = (slot, score) }
    }
    return best
  }

  /// What a compute node does where the nodes' mean load is `mean`.
  func nodeAction(_ node: Int, by weights: OrchestrationWeights, mean: Double) -> Int {
    let state = nodes[node]
    let isBusy =
      loadShare(node) - mean > weights[.movesAboveMean] && mean < weights[.movesWhileMeanBelow]
    if state.jobs > 0 && (isBusy || state.rate < weights[.movesBelowRate]) && migration(from: node) != nil {
      return Self.migrate
    }
    // Jobs use seven tenths of what they ask for on average.
    let use = state.cpu > 0 ? state.usage / state.cpu : 0.7
    return Self.levels.lastIndex { $0 * use <= weights[.mostUse] } ?? 0
  }
}
