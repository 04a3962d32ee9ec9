import MusterCore

/// Work on the scores of a whole pool, one a row, minus infinity for agents out of question.
enum DenseScores {
  /// The row with the highest score, the lowest tie rank among equals, or nil if there is none. O(agents), eight
  /// at a time.
  static func best(_ scores: UnsafeBufferPointer<Float>, ties: UnsafeBufferPointer<UInt64>) -> Int? {
    let top = highest(scores)
    guard top > -.infinity else { return nil }
    var best = -1
    var rank = UInt64.max
    var start = 0
    let count = scores.count
    while start < count {
      let end = min(start + 16, count)
      var hits = 0
      for row in start..<end { hits &+= scores[row] == top ? 1 : 0 }
      if hits > 0 {
        for row in start..<end where scores[row] == top && (best < 0 || ties[row] < rank) {
          best = row
          rank = ties[row]
        }
      }
      start = end
    }
    return best
  }

  private static func highest(_ scores: UnsafeBufferPointer<Float>) -> Float {
    let lanes = 8
    let low = SIMD8<Float>(repeating: -.infinity)
    var a = low
    var b = low
    var at = 0
    let raw = UnsafeRawBufferPointer(scores)
    while at + 2 * lanes <= scores.count {
      let x = raw.loadUnaligned(fromByteOffset: at * 4, as: SIMD8<Float>.self)
      let y = raw.loadUnaligned(fromByteOffset: (at + lanes) * 4, as: SIMD8<Float>.self)
      a.replace(with: x, where: x .> a)
      b.replace(with: y, where: y .> b)
      at += 2 * lanes
    }
    var top = max(a.max(), b.max())
    while at < scores.count {
      top = max(top, scores[at])
      at += 1
    }
    return top
  }
}
