import MusterCore

/// The scores of every agent for every shape of demand, kept from decision to decision: what the leading pair
/// stages of a sentence found, minus infinity for agents that they screened out.
///
/// A row of the table is brought up to date when its shape comes up, and only for the agents that changed since
/// it last did. A decision costs O(agents) for the comparison of versions plus the stages over what is stale, in
/// one call a stage; memory is 4 bytes for each pair of shape and agent, and the table starts anew beyond
/// ``limit`` pairs.
struct PairMemo: Sendable {
  private struct Row: Sendable {
    var demand = Demand()
    /// The scores are right for all changes numbered below this.
    var seen = 0
    var scores: [Float] = []
  }

  /// The most pairs that are kept; zero keeps none.
  let limit: Int
  var chain = PairChain()

  private var watch = PoolWatch()
  private var era = 0
  private var pairs = 0
  private var rows: [Row] = []
  private var stale: [Int32] = []
  private var fresh: [Float] = []

  init(limit: Int) { self.limit = limit }

  /// The scores of all agents for the shape of the task, by row of the pool, brought up to date.
  mutating func withScores<Result>(
    for task: Int, in frame: borrowing Frame, _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    let shape = update(for: task, in: frame)
    return rows[shape].scores.withUnsafeBufferPointer(body)
  }

  /// Up to where somebody has followed the scores of a shape.
  struct Mark: Sendable {
    var era = -1
    var next = 0
    var count = 0
  }

  /// The scores as ``withScores(for:in:_:)`` gives them, and the rows whose scores may differ from those at the mark,
  /// which moves on; nil where all may.
  mutating func withChanges<Result>(
    for task: Int, in frame: borrowing Frame, since mark: inout Mark,
    _ body: (_ scores: UnsafeBufferPointer<Float>, _ changed: UnsafeBufferPointer<Int32>?) -> Result
  ) -> Result {
    let shape = update(for: task, in: frame)
    let old = mark
    mark = Mark(era: watch.era, next: watch.next, count: rows[shape].scores.count)
    return rows[shape].scores.withUnsafeBufferPointer { scores in
      if old.era != watch.era || old.count != scores.count { return body(scores, nil) }
      if stale.count < scores.count { stale = Array(repeating: 0, count: scores.count) }
      return stale.withUnsafeMutableBufferPointer { stale in
        let count = watch.collect(since: old.next, into: stale)
        return body(scores, UnsafeBufferPointer(rebasing: UnsafeBufferPointer(stale)[..<count]))
      }
    }
  }

  /// The best agent for the task, and its score: the first of the highest in the pool's tie order.
  mutating func best(for task: Int, in frame: borrowing Frame) -> (agent: Int, score: Float)? {
    let shape = update(for: task, in: frame)
    return rows[shape].scores.withUnsafeBufferPointer { scores in
      watch.orders.withUnsafeBufferPointer { orders in
        frame.pool.tieRank.withUnsafeBufferPointer { ties in
          DenseScores.best(scores, orders: orders, ties: ties).map { ($0, scores[$0]) }
        }
      }
    }
  }

  private mutating func update(for task: Int, in frame: borrowing Frame) -> Int {
    watch.look(
      at: frame, mindingMix: chain.dependsOnMix, mindingOffer: chain.dependsOnOffer)
    if era != watch.era {
      forget()
      era = watch.era
    }
    let shape = Int(frame.shapes[task])
    if limit == 0 { forget() }
    while rows.count <= shape { rows.append(Row()) }
    if rows[shape].demand != frame.tasks[task].demand {
      rows[shape].demand = frame.tasks[task].demand
      rows[shape].seen = 0
    }
    if rows[shape].seen == watch.next && watch.next > 0 { return shape }
    var missing = frame.pool.count - rows[shape].scores.count
    if missing > 0 {
      if pairs + missing > limit {
        forget()
        while rows.count <= shape { rows.append(Row()) }
        rows[shape].demand = frame.tasks[task].demand
        missing = frame.pool.count
      }
      rows[shape].scores.append(contentsOf: repeatElement(-.infinity, count: missing))
      pairs += missing
    }
    refresh(shape, in: frame)
    rows[shape].seen = watch.next
    return shape
  }

  /// Computes what changed since the shape was last up to date.
  private mutating func refresh(_ shape: Int, in frame: borrowing Frame) {
    let agents = frame.pool.count
    if stale.count < agents {
      stale = Array(repeating: 0, count: agents)
      fresh = Array(repeating: 0, count: agents)
    }
    let since = rows[shape].seen
    let demand = rows[shape].demand
    rows[shape].scores.withUnsafeMutableBufferPointer { scores in
      stale.withUnsafeMutableBufferPointer { stale in
        fresh.withUnsafeMutableBufferPointer { fresh in
          let changed = watch.collect(since: since, into: stale)
          var count = 0
          for i in 0..<changed {
            let row = Int(stale[i])
            scores[row] = -.infinity
            stale[count] = Int32(row)
            count += frame.pool.status[row] == .active ? 1 : 0
          }
          let stale = UnsafeMutableBufferPointer(rebasing: stale[..<count])
          let fresh = UnsafeMutableBufferPointer(rebasing: fresh[..<count])
          fresh.update(repeating: 0)
          let left = chain.run(demand, stale, fresh, in: frame)
          for i in 0..<left { scores[Int(stale[i])] = fresh[i] }
        }
      }
    }
  }

  private mutating func forget() {
    rows.removeAll(keepingCapacity: true)
    pairs = 0
  }
}
