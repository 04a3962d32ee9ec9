import MusterCore

/// Work on the scores of a whole pool, one a row, minus infinity for agents out of question.
enum DenseScores {
  /// The upper half of a tie rank, as a number whose order is the same: what is compared eight at a time.
  static func order(ofTieRank rank: UInt64) -> Int32 { Int32(bitPattern: UInt32(rank >> 32) ^ 1 << 31) }

  /// The row with the highest score, the lowest tie rank among equals, the lowest row among those; nil if there is
  /// none. O(agents), eight at a time however many are equal: three passes over columns in cache.
  ///
  /// - Parameter orders: ``order(ofTieRank:)`` of each row.
  static func best(
    _ scores: UnsafeBufferPointer<Float>, orders: UnsafeBufferPointer<Int32>,
    ties: UnsafeBufferPointer<UInt64>
  ) -> Int? {
    let top = highest(scores)
    guard top > -.infinity else { return nil }
    let first = lowest(orders, where: scores, equals: top)
    var best = -1
    eachBlock(scores) { start, end in
      // Summed without a branch, so that the compiler takes many at a time.
      var hits: Int32 = 0
      for row in start..<end { hits &+= (orders[row] == first ? 1 : 0) & (scores[row] == top ? 1 : 0) }
      if hits == 0 { return }
      for row in start..<end where orders[row] == first && scores[row] == top {
        if best < 0 || ties[row] < ties[best] { best = row }
      }
    }
    return best < 0 ? nil : best
  }

  /// The same without orders: for scores of which few are equal.
  static func best(_ scores: UnsafeBufferPointer<Float>, ties: UnsafeBufferPointer<UInt64>) -> Int? {
    let top = highest(scores)
    guard top > -.infinity else { return nil }
    var best = -1
    eachBlock(scores) { start, end in
      var hits: Int32 = 0
      for row in start..<end { hits &+= scores[row] == top ? 1 : 0 }
      if hits == 0 { return }
      for row in start..<end where scores[row] == top {
        if best < 0 || ties[row] < ties[best] { best = row }
      }
    }
    return best < 0 ? nil : best
  }

  @inline(__always)
  private static func eachBlock(_ scores: UnsafeBufferPointer<Float>, _ body: (Int, Int) -> Void) {
    var start = 0
    while start < scores.count {
      let end = min(start + 64, scores.count)
      body(start, end)
      start = end
    }
  }

  private static func highest(_ scores: UnsafeBufferPointer<Float>) -> Float {
    let raw = UnsafeRawBufferPointer(scores)
    var a = SIMD8<Float>(repeating: -.infinity)
    var b = a
    var at = 0
    while at + 16 <= scores.count {
      let x = raw.loadUnaligned(fromByteOffset: at * 4, as: SIMD8<Float>.self)
      let y = raw.loadUnaligned(fromByteOffset: at * 4 + 32, as: SIMD8<Float>.self)
      a.replace(with: x, where: x .> a)
      b.replace(with: y, where: y .> b)
      at += 16
    }
    var top = -Float.infinity
    for lane in 0..<8 { top = max(top, max(a[lane], b[lane])) }
    for row in at..<scores.count where scores[row] > top { top = scores[row] }
    return top
  }

  private static func lowest(
    _ orders: UnsafeBufferPointer<Int32>, where scores: UnsafeBufferPointer<Float>, equals top: Float
  ) -> Int32 {
    let rawScores = UnsafeRawBufferPointer(scores)
    let rawOrders = UnsafeRawBufferPointer(orders)
    let tops = SIMD8<Float>(repeating: top)
    var low = SIMD8<Int32>(repeating: .max)
    var at = 0
    while at + 8 <= scores.count {
      let score = rawScores.loadUnaligned(fromByteOffset: at * 4, as: SIMD8<Float>.self)
      let order = rawOrders.loadUnaligned(fromByteOffset: at * 4, as: SIMD8<Int32>.self)
      low.replace(with: order, where: (score .== tops) .& (order .< low))
      at += 8
    }
    var lowest = Int32.max
    for lane in 0..<8 { lowest = min(lowest, low[lane]) }
    for row in at..<scores.count where scores[row] == top && orders[row] < lowest { lowest = orders[row] }
    return lowest
  }
}
