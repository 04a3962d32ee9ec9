import MusterMath

/// How like texts are counted.
package enum NeighbourVote: Sendable, Equatable {
  /// The mean of so many nearest, with a few observations of nothing beside them.
  case nearest(Int)
  /// All, each with the weight `base` to the power of its likeness.
  case weighted(base: Double)
}

/// Adds up what like texts say, in any order. O(1) a text, O(k) for the nearest k.
package struct NeighbourTally {
  private let vote: NeighbourVote
  private let slope: Double
  private var nearest: [(likeness: Float, value: Double)] = []
  private var weight = 0.0
  private var sum = 0.0

  /// How many observations of nothing stand beside the nearest ones.
  private static let shrinkage = 2.0

  package init(_ vote: NeighbourVote) {
    self.vote = vote
    if case .weighted(let base) = vote { slope = Portable.log(base) } else { slope = 0 }
  }

  package mutating func add(_ likeness: Float, _ value: Double) {
    switch vote {
    case .weighted:
      let share = Portable.exp(slope * Double(likeness))
      weight += share
      sum += share * value
    case .nearest(let count):
      if nearest.count == count, let last = nearest.last, last.likeness >= likeness { return }
      var at = nearest.count
      while at > 0, nearest[at - 1].likeness < likeness { at -= 1 }
      nearest.insert((likeness, value), at: at)
      if nearest.count > count { nearest.removeLast() }
    }
  }

  /// What they say on average; 0 if there were none.
  package var result: Double {
    switch vote {
    case .weighted: weight > 0 ? sum / weight : 0
    case .nearest:
      nearest.reduce(0) { $0 + $1.value } / (Double(nearest.count) + NeighbourTally.shrinkage)
    }
  }
}
