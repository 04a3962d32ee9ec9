/// Many draws from one set of weights: Walker's alias method as built by Vose (1991). `O(n)` to build; two random
/// words and a few nanoseconds a draw, however many weights there are.
public struct AliasTable: Sendable {
  /// The chance, out of 2^53, that a column keeps its own index.
  private var keep: [UInt64]
  private var alias: [Int32]

  /// Nil where no weight is above zero. Weights below zero and NaN count as zero; weights must be finite.
  public init?(_ weights: [Double]) {
    var total = 0.0
    for weight in weights where weight > 0 { total += weight }
    guard total > 0 else { return nil }
    let count = weights.count
    var left = weights.map { $0 > 0 ? $0 / total * Double(count) : 0 }
    // A column that rounding leaves unpaired below holds about 1, never 0, and keeps its own index.
    keep = Array(repeating: 1 << 53, count: count)
    alias = Array(0..<Int32(count))
    var small = left.indices.filter { left[$0] < 1 }
    var large = left.indices.filter { left[$0] >= 1 }
    while let low = small.popLast(), let high = large.last {
      keep[low] = UInt64(left[low] * 0x1p53)
      alias[low] = Int32(high)
      left[high] -= 1 - left[low]
      if left[high] < 1 {
        large.removeLast()
        small.append(high)
      }
    }
  }

  /// How many weights there were.
  public var count: Int { keep.count }

  /// An index with probability proportional to its weight.
  public func draw(_ random: inout Random) -> Int {
    let column = random.below(keep.count)
    return random.next() >> 11 < keep[column] ? column : Int(alias[column])
  }
}
