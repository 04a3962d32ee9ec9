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

  /// The first `limit` rows that are wanted, in the order of ``best(_:orders:ties:)``: a heap of the best so far, worst
  /// on top. O(agents), 32 at a time, and O(log limit) for each row that is better than the worst at hand.
  static func best(
    _ limit: Int, of scores: UnsafeBufferPointer<Float>, ties: UnsafeBufferPointer<UInt64>,
    where isWanted: (Int) -> Bool
  ) -> [Int32] {
    guard limit > 0 else { return [] }
    func precedes(_ a: Int32, _ b: Int32) -> Bool {
      let (x, y) = (Int(a), Int(b))
      if scores[x] != scores[y] { return scores[x] > scores[y] }
      return ties[x] != ties[y] ? ties[x] < ties[y] : x < y
    }
    let raw = UnsafeRawBufferPointer(scores)
    var heap: [Int32] = []
    // Nothing below it gets in.
    var least = -Float.greatestFiniteMagnitude
    var start = 0
    while start < scores.count {
      let end = min(start &+ 32, scores.count)
      var isHit = end &- start < 32
      if !isHit {
        isHit = any(
          raw.loadUnaligned(fromByteOffset: start &* 4, as: SIMD32<Float>.self)
            .>= SIMD32<Float>(repeating: least))
      }
      if isHit {
        for row in start..<end where scores[row] >= least {
          if heap.count == limit {
            guard precedes(Int32(row), heap[0]), isWanted(row) else { continue }
            heap[0] = Int32(row)
            sink(&heap, 0, heap.count, precedes)
          } else if isWanted(row) {
            heap.append(Int32(row))
            if heap.count < limit { continue }
            for root in stride(from: limit / 2 - 1, through: 0, by: -1) { sink(&heap, root, limit, precedes) }
          }
          if heap.count == limit { least = scores[Int(heap[0])] }
        }
      }
      start = end
    }
    return heap.sorted(by: precedes)
  }

  private static func sink(
    _ heap: inout [Int32], _ start: Int, _ size: Int, _ precedes: (Int32, Int32) -> Bool
  ) {
    var parent = start
    while true {
      var child = 2 * parent + 1
      if child >= size { return }
      if child + 1 < size && precedes(heap[child], heap[child + 1]) { child += 1 }
      if precedes(heap[child], heap[parent]) { return }
      heap.swapAt(child, parent)
      parent = child
    }
  }

  /// Adds a price to every score, eight at a time. All lists are equally long.
  /// - Returns: the highest sum, minus infinity if there is none, and how many scores are above minus infinity.
  static func add(
    _ prices: UnsafeBufferPointer<Double>, to scores: UnsafeBufferPointer<Float>,
    into sums: UnsafeMutableBufferPointer<Float>
  ) -> (top: Float, count: Int) {
    let (rawScores, rawPrices) = (UnsafeRawBufferPointer(scores), UnsafeRawBufferPointer(prices))
    let rawSums = UnsafeMutableRawBufferPointer(sums)
    let nothing = SIMD8<Float>(repeating: -.infinity)
    let one = SIMD8<Int32>(repeating: 1)
    var tops = nothing
    var counts = SIMD8<Int32>.zero
    var at = 0
    while at &+ 8 <= scores.count {
      let score = rawScores.loadUnaligned(fromByteOffset: at &* 4, as: SIMD8<Float>.self)
      let sum =
        score
        + SIMD8<Float>(rawPrices.loadUnaligned(fromByteOffset: at &* 8, as: SIMD8<Double>.self))
      rawSums.storeBytes(of: sum, toByteOffset: at &* 4, as: SIMD8<Float>.self)
      tops.replace(with: sum, where: sum .> tops)
      counts &+= SIMD8<Int32>.zero.replacing(with: one, where: score .> nothing)
      at &+= 8
    }
    var (top, count) = (-Float.infinity, Int(counts.wrappedSum()))
    for lane in 0..<8 { top = max(top, tops[lane]) }
    for row in at..<scores.count {
      sums[row] = scores[row] + Float(prices[row])
      if sums[row] > top { top = sums[row] }
      count += scores[row] > -.infinity ? 1 : 0
    }
    return (top, count)
  }

  /// The row with this score: that with the lowest tie rank of several, the lowest row among those. For scores of which
  /// few are equal. O(agents), 32 at a time.
  static func first(
    _ top: Float, of scores: UnsafeBufferPointer<Float>, ties: UnsafeBufferPointer<UInt64>
  ) -> Int? {
    let raw = UnsafeRawBufferPointer(scores)
    let tops = SIMD32<Float>(repeating: top)
    var best = -1
    var start = 0
    while start < scores.count {
      let end = min(start &+ 32, scores.count)
      var isHit = end &- start < 32
      if !isHit {
        isHit = any(raw.loadUnaligned(fromByteOffset: start &* 4, as: SIMD32<Float>.self) .== tops)
      }
      if isHit {
        for row in start..<end where scores[row] == top {
          if best < 0 || ties[row] < ties[best] { best = row }
        }
      }
      start = end
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
