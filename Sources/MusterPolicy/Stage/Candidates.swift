import MusterCore

/// The agents that are still in question for a task, with their scores so far. Columns, reused from task to task.
public struct Candidates: Sendable, Equatable {
  /// Rows of the agents in the pool, rising unless a stage says otherwise.
  public private(set) var agents: [Int32] = []
  /// Their scores, in the same order; higher is better.
  public private(set) var scores: [Float] = []

  public init() {}

  public var count: Int { agents.count }
  public var isEmpty: Bool { agents.isEmpty }

  public mutating func removeAll() {
    agents.removeAll(keepingCapacity: true)
    scores.removeAll(keepingCapacity: true)
  }

  public mutating func append(_ agent: Int32, score: Float) {
    agents.append(agent)
    scores.append(score)
  }

  /// Adds `weight * more[i]` to each score.
  mutating func add(_ more: UnsafeBufferPointer<Float>, weight: Float) {
    scores.withUnsafeMutableBufferPointer { scores in
      for i in 0..<min(scores.count, more.count) { scores[i] += weight * more[i] }
    }
  }

  /// Lends both columns to `body`, which says how many of the candidates are left.
  mutating func edit(
    _ body: (UnsafeMutableBufferPointer<Int32>, UnsafeMutableBufferPointer<Float>) -> Int
  ) {
    let left = agents.withUnsafeMutableBufferPointer { agents in
      scores.withUnsafeMutableBufferPointer { scores in body(agents, scores) }
    }
    truncate(to: left)
  }

  /// Keeps the candidates for which the condition holds, in order. O(n).
  public mutating func keep(where condition: (_ index: Int, _ agent: Int32) -> Bool) {
    var kept = 0
    for index in agents.indices where condition(index, agents[index]) {
      agents[kept] = agents[index]
      scores[kept] = scores[index]
      kept += 1
    }
    truncate(to: kept)
  }

  public mutating func truncate(to count: Int) {
    agents.removeLast(agents.count - count)
    scores.removeLast(scores.count - count)
  }

  public mutating func swapAt(_ i: Int, _ j: Int) {
    agents.swapAt(i, j)
    scores.swapAt(i, j)
  }

  /// Whether candidate `i` goes before candidate `j`: by score, then by the pool's tie order, then by row.
  @inline(__always)
  public func precedes(_ i: Int, _ j: Int, in pool: borrowing Pool) -> Bool {
    if scores[i] != scores[j] { return scores[i] > scores[j] }
    let a = pool.tieRank[Int(agents[i])]
    let b = pool.tieRank[Int(agents[j])]
    return a != b ? a < b : agents[i] < agents[j]
  }

  /// The index of the first candidate in that order, or nil if there is none. O(n).
  public func best(in pool: borrowing Pool) -> Int? {
    guard !isEmpty else { return nil }
    var best = 0
    for index in 1..<count where precedes(index, best, in: pool) { best = index }
    return best
  }

  /// Brings the first `limit` candidates in that order to the front, in order. O(n log limit) expected.
  public mutating func bringBestForward(_ limit: Int, in pool: borrowing Pool) {
    // Selection by a bounded heap whose root is the worst of the chosen; `limit` is small next to `count`.
    let size = min(limit, count)
    guard size > 0 else { return }
    for root in stride(from: size / 2 - 1, through: 0, by: -1) { sink(root, size, in: pool) }
    for index in size..<count where precedes(index, 0, in: pool) {
      swapAt(index, 0)
      sink(0, size, in: pool)
    }
    for last in stride(from: size - 1, to: 0, by: -1) {
      swapAt(0, last)
      sink(0, last, in: pool)
    }
  }

  private mutating func sink(_ start: Int, _ size: Int, in pool: borrowing Pool) {
    var parent = start
    while true {
      var child = 2 * parent + 1
      if child >= size { return }
      if child + 1 < size && precedes(child, child + 1, in: pool) { child += 1 }
      if precedes(child, parent, in: pool) { return }
      swapAt(child, parent)
      parent = child
    }
  }
}
