import MusterMath

/// Routers between a weak and a strong model, measured on prompts that they did not learn from.
///
/// Each split shuffles the prompts, learns from one half and is tested on the other. Settings are chosen by
/// cross-validation within the learning half. The order of the file and the subjects are never looked at, but
/// for the row that says so.
public struct RoutingStudy: Sendable {
  /// One router over all splits.
  public struct Row: Equatable, Sendable {
    public let router: RoutingRouter
    /// APGR of each split.
    public let averageGapRecovered: [Double]
    /// Shares of calls to the strong model that recover half and four fifths of the gap, of each split.
    public let callShareForHalf, callShareForMost: [Double]
  }

  public let table: RoutingTable
  /// A seed a split.
  public let seeds: [UInt64]

  /// A study of a table with these seeds, one a split.
  public init(_ table: RoutingTable, seeds: [UInt64]) {
    self.table = table
    self.seeds = seeds
  }

  /// The routers that can be run on the table: all, without subjects all but one.
  public var routers: [RoutingRouter] {
    RoutingRouter.allCases.filter { $0 != .subjectMean || table.subjects != nil }
  }

  /// Runs one router over all splits.
  public func run(_ router: RoutingRouter) -> Row {
    let curves = seeds.map { seed -> RoutingCurve? in
      let split = RoutingSplit(count: table.count, seed: seed)
      return table.curve(scores(router, split, seed: seed), split.test)
    }
    return Row(
      router: router, averageGapRecovered: curves.map { $0?.averageGapRecovered ?? .nan },
      callShareForHalf: curves.map { $0?.callShare(recovering: 0.5) ?? .nan },
      callShareForMost: curves.map { $0?.callShare(recovering: 0.8) ?? .nan })
  }

  /// A router's scores for the test prompts of a split.
  func scores(_ router: RoutingRouter, _ split: RoutingSplit, seed: UInt64) -> [Double] {
    switch router {
    case .random:
      var random = Random(seed: seed, stream: 0x6472_6177)
      return split.test.map { _ in random.unit() }
    case .length: return split.test.map { Double(table.lengths[$0]) }
    case .oracle:
      // Among equals in any order, so that the curve has its points at tenths of the calls.
      var random = Random(seed: seed, stream: 0x6472_6177)
      return split.test.map { table.gain($0) + random.unit() * 0.5 }
    case .subjectMean: return subjectMeans(split)
    case .measures:
      let ridge = RidgeRouter(table: table, target: .gain)
      return ridge.scores(split, ridge.tuned(split, RidgeRouter.Setting.measures))
    case .winRate: return winRates(split)
    case .qualityGap:
      let ridge = RidgeRouter(table: table, target: .strongWins)
      return ridge.scores(split, ridge.tuned(split, RidgeRouter.Setting.grid))
    case .nearest: return LikenessRouter(table: table).tuned(split, LikenessRouter.nearest)
    case .similarity: return LikenessRouter(table: table).tuned(split, LikenessRouter.weighted)
    case .cluster: return LikenessRouter(table: table).tuned(split, LikenessRouter.clusters)
    }
  }

  private func winRates(_ split: RoutingSplit) -> [Double] {
    let ridge = RidgeRouter(table: table, target: .gain)
    return ridge.scores(split, ridge.tuned(split, RidgeRouter.Setting.grid))
  }

  private func subjectMeans(_ split: RoutingSplit) -> [Double] {
    guard let subjects = table.subjects else { return split.test.map { _ in 0 } }
    let count = (subjects.max() ?? 0) + 1
    var sums = Array(repeating: 0.0, count: count)
    var counts = Array(repeating: 1.0, count: count)
    for prompt in split.train {
      sums[subjects[prompt]] += table.gain(prompt)
      counts[subjects[prompt]] += 1
    }
    return split.test.map { sums[subjects[$0]] / counts[subjects[$0]] }
  }
}

extension RoutingTable {
  /// What the strong model is better by: -1, 0 or 1.
  func gain(_ prompt: Int) -> Double { (strong[prompt] ? 1 : 0) - (weak[prompt] ? 1 : 0) }
}
