import MusterCore
import MusterMath

/// How many tasks of a batch an agent has room for, at most.
struct BatchRoom: Sendable {
  /// The least that any of the tasks wants, lane by lane.
  private var least = Resources(lanes: Resources.Lanes(repeating: .max))
  /// Thousandths over all devices.
  private var leastMilli = Int.max
  private let each: Int

  /// - Parameter each: the most for one agent.
  init(_ tasks: [Int], in frame: borrowing Frame, each: Int) {
    for task in tasks {
      let demand = frame.tasks[task].demand
      least.lanes.replace(with: demand.resources.lanes, where: demand.resources.lanes .< least.lanes)
      leastMilli = min(leastMilli, demand.devices.totalMilli)
    }
    self.each = each
  }

  /// The slots of the agent in a row. O(resources).
  func slots(of row: Int, in frame: borrowing Frame) -> Int {
    var slots = min(each, Int(frame.pool.concurrency[row]) - Int(frame.pool.inFlight[row]))
    for lane in 0..<Resources.dimensions where least[lane] > 0 {
      slots = min(slots, Int(frame.pool.free[row][lane] / least[lane]))
    }
    if leastMilli > 0 { slots = min(slots, frame.pool.devices[row].totalLeft / leastMilli) }
    return max(slots, 0)
  }

  /// The best candidates for a task that could take it now, best first, until they have `count` slots together.
  /// O(agents), and O(log limit) for each that is among the best so far.
  func shortlist(
    for task: Int, of count: Int, atMost limit: Int = .max, in frame: borrowing Frame,
    from funnel: inout Funnel
  ) -> Candidates {
    var candidates = best(min(count, limit), for: task, in: frame, from: &funnel)
    var (kept, slots) = (0, 0)
    while kept < min(candidates.count, limit) && slots < count {
      slots += self.slots(of: Int(candidates.agents[kept]), in: frame)
      kept += 1
    }
    candidates.truncate(to: kept)
    return candidates
  }

  /// The best candidates that could take the task now, in order.
  private func best(
    _ limit: Int, for task: Int, in frame: borrowing Frame, from funnel: inout Funnel
  ) -> Candidates {
    let demand = frame.tasks[task].demand
    let isUnbudgeted = frame.isUnbudgeted(task: task)
    var candidates: Candidates
    if funnel.isByShape(task, in: frame) {
      candidates = Candidates()
      funnel.memo.withScores(for: task, in: frame) { scores in
        let rows = frame.pool.tieRank.withUnsafeBufferPointer { ties in
          DenseScores.best(limit, of: scores, ties: ties) { row in
            frame.pool.admits(demand, at: row) && (isUnbudgeted || frame.affords(task: task, agent: row))
          }
        }
        for row in rows { candidates.append(row, score: scores[Int(row)]) }
      }
    } else {
      candidates = funnel.candidates(for: task, in: frame)
      candidates.keep { _, row in
        frame.pool.admits(demand, at: Int(row))
          && (isUnbudgeted || frame.affords(task: task, agent: Int(row)))
      }
      candidates.bringBestForward(limit, in: frame.pool)
      candidates.truncate(to: min(limit, candidates.count))
    }
    return candidates
  }
}
