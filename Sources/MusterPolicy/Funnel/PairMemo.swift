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
    /// The tick up to which the scores are right.
    var tick: Int32 = -1
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

  init(limit: Int = 64 << 20) { self.limit = limit }

  /// The scores of all agents for the shape of the task, by row of the pool, brought up to date.
  mutating func withScores<Result>(
    for task: Int, in frame: borrowing Frame, _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    let shape = update(for: task, in: frame)
    return rows[shape].scores.withUnsafeBufferPointer(body)
  }

  private mutating func update(for task: Int, in frame: borrowing Frame) -> Int {
    watch.look(at: frame, mindingMix: chain.dependsOnMix)
    if era != watch.era {
      forget()
      era = watch.era
    }
    let shape = Int(frame.shapes[task])
    if limit == 0 { forget() }
    while rows.count <= shape { rows.append(Row()) }
    if rows[shape].demand != frame.tasks[task].demand {
      rows[shape].demand = frame.tasks[task].demand
      rows[shape].tick = -1
    }
    if rows[shape].tick == watch.tick { return shape }
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
    rows[shape].tick = watch.tick
    return shape
  }

  /// Computes what changed since the shape was last up to date.
  private mutating func refresh(_ shape: Int, in frame: borrowing Frame) {
    let agents = frame.pool.count
    if stale.count < agents {
      stale = Array(repeating: 0, count: agents)
      fresh = Array(repeating: 0, count: agents)
    }
    let since = rows[shape].tick
    let demand = rows[shape].demand
    rows[shape].scores.withUnsafeMutableBufferPointer { scores in
      stale.withUnsafeMutableBufferPointer { stale in
        fresh.withUnsafeMutableBufferPointer { fresh in
          let count = PairMemo.collect(
            watch.changed, since: since, frame.pool.status, scores: scores, into: stale)
          let stale = UnsafeMutableBufferPointer(rebasing: stale[..<count])
          let fresh = UnsafeMutableBufferPointer(rebasing: fresh[..<count])
          fresh.update(repeating: 0)
          let left = chain.run(demand, stale, fresh, in: frame)
          for i in 0..<left { scores[Int(stale[i])] = fresh[i] }
        }
      }
    }
  }

  /// Screens out every row that changed after the tick, and lists those of active agents.
  private static func collect(
    _ changed: [Int32], since: Int32, _ status: [AgentStatus], scores: UnsafeMutableBufferPointer<Float>,
    into stale: UnsafeMutableBufferPointer<Int32>
  ) -> Int {
    var count = 0
    changed.withUnsafeBufferPointer { changed in
      status.withUnsafeBufferPointer { status in
        var start = 0
        while start < changed.count {
          let end = min(start + 32, changed.count)
          var latest = Int32.min
          for row in start..<end { latest = max(latest, changed[row]) }
          if latest > since {
            for row in start..<end where changed[row] > since {
              scores[row] = -.infinity
              if status[row] == .active {
                stale[count] = Int32(row)
                count += 1
              }
            }
          }
          start = end
        }
      }
    }
    return count
  }

  private mutating func forget() {
    rows.removeAll(keepingCapacity: true)
    pairs = 0
  }
}
