import MusterMath

/// How large tasks are: heavy-tailed, as in every cluster trace that has been published.
struct DurationLaw: Sendable, Equatable {
  /// The family.
  enum Shape: String, Sendable, CaseIterable {
    case lognormal
    /// Between bounds, so that there is a mean although the tail index is below 1.
    case pareto
  }

  var shape: Shape
  /// Seconds.
  var median: Double
  /// Deviation of the logarithm.
  var sigma: Double
  /// Index of the tail.
  var tail: Double
  /// The greatest, in seconds.
  var longest: Double

  /// The part of `sigma` that lies between kinds: the means of kinds differ, and that can be learned.
  static let shareBetweenKinds = 0.4

  /// A size in seconds, `scale` times what is usual; never above the longest.
  func draw(scale: Double, _ random: inout Random) -> Double {
    switch shape {
    case .lognormal:
      let within = sigma * (1 - Self.shareBetweenKinds * Self.shareBetweenKinds).squareRoot()
      return min(longest, median * scale * Portable.exp(within * random.normal()))
    case .pareto:
      // Inversion between the bounds. The lower one is where the median comes out as asked, but for the cut.
      let least = min(median * scale * Portable.pow(2, -1 / tail), longest)
      let ratio = Portable.pow(least / longest, tail)
      return least * Portable.pow(1 - random.unit() * (1 - ratio), -1 / tail)
    }
  }

  /// How many times larger than usual the tasks of a kind are; its logarithm is normal.
  func scale(_ random: inout Random) -> Double {
    Portable.exp(sigma * Self.shareBetweenKinds * random.normal())
  }
}
