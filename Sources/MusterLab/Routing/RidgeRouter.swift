import MusterPolicy

/// Fits the ridge of `win-rate` and `quality-gap` to a split and scores its test prompts.
struct RidgeRouter {
  enum Target {
    /// What the strong model is better by: -1, 0 or 1.
    case gain
    /// Whether the strong model is better: 0 or 1.
    case strongWins
  }

  struct Setting: Sendable {
    var penalty: Double
    var measureScale: Float
    /// Whether words count, or measures alone.
    var usesWords = true

    static let grid = [5.0, 10, 20].flatMap { penalty in
      ([0.03, 0.1] as [Float]).map { Setting(penalty: penalty, measureScale: $0) }
    }
    static let measures = [3.0, 30].map { Setting(penalty: $0, measureScale: 0.3, usesWords: false) }
  }

  let table: RoutingTable
  let target: Target

  /// Scores for the test prompts of the split, in its order. Only the training prompts teach it anything.
  func scores(_ split: RoutingSplit, _ setting: Setting) -> [Double] {
    var encoder = RoutingEncoder(measureScale: setting.measureScale)
    for prompt in split.train { encoder.learn(terms(prompt, setting)) }
    let rows = split.train.map { encoder.row(terms($0, setting)) }
    // With both models' answers known, the gain of two ridges of one penalty is the ridge on the gain.
    let observations = split.train.enumerated().map { row, prompt in
      let gain = table.gain(prompt)
      return RidgeFit.Observation(row: row, agent: 0, reward: target == .gain ? gain : max(gain, 0))
    }
    let fit = RidgeFit(penalty: setting.penalty, sharedPenalty: .infinity).fit(rows, observations, agents: 1)
    return split.test.map { fit.predict(encoder.row(terms($0, setting)), agent: 0) }
  }

  /// The setting of `settings` that does best on folds of the training half.
  func tuned(_ split: RoutingSplit, _ settings: [Setting]) -> Setting {
    var best = settings[0]
    var bestScore = -Double.infinity
    for setting in settings where settings.count > 1 {
      var sum = 0.0
      for fold in split.folds(3) { sum += table.averageGapRecovered(scores(fold, setting), fold.test) }
      if sum > bestScore { (best, bestScore) = (setting, sum) }
    }
    return best
  }

  private func terms(_ prompt: Int, _ setting: Setting) -> [UInt32] {
    setting.usesWords ? table.terms[prompt] : table.terms[prompt].filter { TextMeasure.reading($0) != nil }
  }
}

extension RoutingTable {
  /// The curve of scores for the given prompts, in their order; nil for none.
  func curve(_ scores: [Double], _ prompts: [Int]) -> RoutingCurve? {
    RoutingCurve(scores: scores, weak: prompts.map { weak[$0] }, strong: prompts.map { strong[$0] })
  }

  /// APGR of scores for the given prompts; 0.5, as if drawn at random, where it is not defined.
  func averageGapRecovered(_ scores: [Double], _ prompts: [Int]) -> Double {
    let value = curve(scores, prompts)?.averageGapRecovered ?? .nan
    return value.isFinite ? value : 0.5
  }
}
