/// Who has the highest key, while single keys change: a tournament in which only the matches of the one that changed
/// are played again.
///
/// Of equal keys the lowest rank wins, then the lowest index. `O(n)` to set up, `O(log n)` a change, `O(1)` to ask
/// (Knuth, "The Art of Computer Programming", vol. 3, 5.4.1: tree of losers).
public struct BestTree: Sendable {
  public private(set) var keys: [Float] = []
  private var ranks: [UInt64] = []
  /// The winner below each node: leaves from `width` on, the root at 1; -1 for nobody.
  private var winners: [Int32] = []
  private var width = 0

  public init() {}

  public var count: Int { keys.count }

  /// Begins with these keys; minus infinity never wins. Both lists are equally long.
  public mutating func reset(_ keys: UnsafeBufferPointer<Float>, ranks: [UInt64]) {
    precondition(keys.count == ranks.count, "every key has a rank")
    self.keys = Array(keys)
    self.ranks = ranks
    width = 1
    while width < keys.count { width *= 2 }
    winners = Array(repeating: -1, count: 2 * width)
    for index in keys.indices where keys[index] > -.infinity { winners[width + index] = Int32(index) }
    for node in stride(from: width - 1, through: 1, by: -1) { play(node) }
  }

  /// Changes a key.
  public mutating func set(_ index: Int, _ key: Float) {
    if keys[index] == key { return }
    keys[index] = key
    var node = width + index
    winners[node] = key > -.infinity ? Int32(index) : -1
    while node > 1 {
      node /= 2
      play(node)
    }
  }

  /// The index of the highest key; nil where all are minus infinity.
  public var best: Int? { width > 0 && winners[1] >= 0 ? Int(winners[1]) : nil }

  private mutating func play(_ node: Int) {
    let (a, b) = (winners[2 * node], winners[2 * node + 1])
    winners[node] = b < 0 || (a >= 0 && precedes(Int(a), Int(b))) ? a : b
  }

  private func precedes(_ a: Int, _ b: Int) -> Bool {
    if keys[a] != keys[b] { return keys[a] > keys[b] }
    return ranks[a] != ranks[b] ? ranks[a] < ranks[b] : a < b
  }
}
