import MusterMath

/// How quality grows with the share of calls that go to the strong model, as RouteLLM measures it (Ong et
/// al., 2024; its `evaluate.py` and `benchmarks.py`).
///
/// The thresholds are the edges of 10 equally full bins of the scores, equal edges counted once; a prompt
/// goes to the strong model where its score is at least the threshold, at the last one only where it is
/// above. O(n log n).
public struct RoutingCurve: Equatable, Sendable {
  /// Shares of calls to the strong model, rising, in 0...1.
  public let shares: [Double]
  /// The share of right answers at each.
  public let qualities: [Double]
  /// The share of right answers of the weak model alone, and of the strong one.
  public let weak, strong: Double

  /// The curve of a router's scores; higher asks for the strong model. Scores must not be NaN. Nil for no
  /// prompts. The three columns are equally long.
  public init?(scores: [Double], weak: [Bool], strong: [Bool], bins: Int = 10) {
    precondition(
      scores.count == weak.count && weak.count == strong.count, "one score and two answers a prompt")
    guard !scores.isEmpty, bins > 0 else { return nil }
    let count = Double(scores.count)
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    let sorted = order.map { scores[$0] }
    var edges = (0...bins).compactMap { Quantile.of(sorted: sorted, Double($0) / Double(bins)) }
    var kept: [Double] = []
    for edge in edges where edge != kept.last { kept.append(edge) }
    edges = kept
    // Right answers when the prompts from a place of the order on go to the strong model.
    var right = Array(repeating: 0, count: scores.count + 1)
    right[scores.count] = weak.count { $0 }
    for place in order.indices.reversed() {
      let prompt = order[place]
      right[place] = right[place + 1] + (strong[prompt] ? 1 : 0) - (weak[prompt] ? 1 : 0)
    }
    var shares: [Double] = []
    var qualities: [Double] = []
    for (index, edge) in edges.enumerated().reversed() {
      let isLast = index == edges.count - 1
      let first = RoutingCurve.first(in: sorted) { isLast ? $0 > edge : $0 >= edge }
      shares.append(Double(scores.count - first) / count)
      qualities.append(Double(right[first]) / count)
    }
    self.shares = shares
    self.qualities = qualities
    self.weak = Double(right[scores.count]) / count
    self.strong = Double(strong.count { $0 }) / count
  }

  /// The first place of sorted scores where the condition holds, or their count.
  private static func first(in sorted: [Double], where condition: (Double) -> Bool) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if condition(sorted[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The share of the gap between the models that the router recovers, on average over the shares of calls
  /// (APGR): 0.5 for a random one. NaN where the models are equally good or the curve has one point.
  public var averageGapRecovered: Double {
    if strong == weak { return .nan }
    var area = 0.0
    for i in shares.indices.dropFirst() {
      let width = shares[i] - shares[i - 1]
      area += width * ((qualities[i] + qualities[i - 1]) / 2 - weak)
    }
    let span = (shares.last ?? 0) - (shares.first ?? 0)
    return area / (span * (strong - weak))
  }

  /// The share of calls to the strong model at which the router recovers `part` of the gap (CPT),
  /// interpolated on the first stretch of the curve that reaches it; 1 where none does. NaN where the models
  /// are equally good.
  public func callShare(recovering part: Double) -> Double {
    if strong == weak { return .nan }
    let goal = weak + part * (strong - weak)
    let isReached: (Double) -> Bool = strong > weak ? { $0 >= goal } : { $0 <= goal }
    guard let at = qualities.firstIndex(where: isReached) else { return shares.last ?? .nan }
    if at == 0 { return shares[0] }
    let part = (goal - qualities[at - 1]) / (qualities[at] - qualities[at - 1])
    return shares[at - 1] + part * (shares[at] - shares[at - 1])
  }
}
