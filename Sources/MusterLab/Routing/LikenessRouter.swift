import MusterPolicy

/// Scores test prompts by the gains on like training prompts: what `knn`, `similarity` and `cluster-mean` do
/// when both models' answers are known.
struct LikenessRouter {
  enum Setting: Sendable {
    case vote(NeighbourVote)
    case clusters(Int)
  }

  static let nearest = [16, 64, 256].map { Setting.vote(.nearest($0)) }
  static let weighted = [1e2, 1e4, 1e6].map { Setting.vote(.weighted(base: $0)) }
  static let clusters = [16, 64, 256].map { Setting.clusters($0) }

  let table: RoutingTable

  /// The scores under the setting that does best on folds of the training half.
  func tuned(_ split: RoutingSplit, _ settings: [Setting]) -> [Double] {
    var sums = settings.map { _ in 0.0 }
    for fold in split.folds(3) {
      // A thousand are enough to tell settings apart, and take a fraction of the time.
      let fold = RoutingSplit(train: fold.train, test: Array(fold.test.prefix(1000)))
      for (index, scores) in scores(fold, settings).enumerated() {
        sums[index] += table.averageGapRecovered(scores, fold.test)
      }
    }
    var best = 0
    for index in sums.indices where sums[index] > sums[best] { best = index }
    return scores(split, [settings[best]])[0]
  }

  /// For each setting scores for the test prompts of the split. O(test x train) vectors.
  func scores(_ split: RoutingSplit, _ settings: [Setting]) -> [[Double]] {
    var encoder = RoutingEncoder()
    for prompt in split.train { encoder.learn(table.terms[prompt]) }
    let train = vectors(split.train, encoder)
    let test = vectors(split.test, encoder)
    let gains = split.train.map(table.gain)
    let mean = gains.reduce(0, +) / Double(max(gains.count, 1))
    let offs = gains.map { $0 - mean }
    let votes = settings.compactMap { setting in if case .vote(let vote) = setting { vote } else { nil } }
    var voted = voted(votes, train, test, offs)[...]
    return settings.map { setting in
      switch setting {
      case .vote: voted.popFirst() ?? []
      case .clusters(let count): clustered(count, train, test, gains, mean)
      }
    }
  }

  private func vectors(_ prompts: [Int], _ encoder: RoutingEncoder) -> [[Float]] {
    prompts.map { prompt in
      var vector: [Float] = []
      Projection.fill(&vector, from: encoder.row(table.terms[prompt]))
      return vector
    }
  }

  /// For each vote the scores of the test prompts; each pair of prompts is compared once.
  private func voted(
    _ votes: [NeighbourVote], _ train: [[Float]], _ test: [[Float]], _ offs: [Double]
  ) -> [[Double]] {
    var scores = votes.map { _ in [Double]() }
    if votes.isEmpty { return scores }
    for asked in test {
      let likeness = train.map { Projection.dot(asked, $0, at: 0) }
      for (index, vote) in votes.enumerated() {
        var tally = NeighbourTally(vote)
        for at in likeness.indices { tally.add(likeness[at], offs[at]) }
        scores[index].append(tally.result)
      }
    }
    return scores
  }

  private func clustered(
    _ count: Int, _ train: [[Float]], _ test: [[Float]], _ gains: [Double], _ mean: Double
  ) -> [Double] {
    var centres = ClusterCentres(limit: count)
    for vector in train { _ = centres.take(vector) }
    // Five observations of the mean beside those of a cluster.
    var sums = Array(repeating: 5 * mean, count: count)
    var sizes = Array(repeating: 5.0, count: count)
    for (index, vector) in train.enumerated() {
      guard let cluster = centres.nearest(to: vector) else { continue }
      sums[cluster] += gains[index]
      sizes[cluster] += 1
    }
    return test.map { vector in centres.nearest(to: vector).map { sums[$0] / sizes[$0] } ?? mean }
  }
}
