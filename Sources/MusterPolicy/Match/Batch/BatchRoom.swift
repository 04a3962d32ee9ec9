import MusterCore
import MusterMath

/// How many tasks of a batch an agent has room for, going by what one of them wants.
struct BatchRoom: Sendable {
  /// Lane by lane.
  private var wanted = Resources(lanes: Resources.Lanes(repeating: .max))
  /// Thousandths over all devices.
  private var wantedMilli = Int.max
  private let each: Int

  /// - Parameters:
  ///   - total: what so many tasks want together: an agent has slots for tasks of the mean demand, rounded up.
  ///   - each: the most for one agent.
  init(total: Resources, milli: Int, tasks: Int, each: Int) {
    let count = Int64(max(tasks, 1))
    for lane in 0..<Resources.dimensions { wanted[lane] = (total[lane] &+ count &- 1) / count }
    wantedMilli = (milli &+ Int(count) &- 1) / Int(count)
    self.each = each
  }

  /// Goes by the least that any of the tasks wants: an agent has room for no more.
  /// - Parameter each: the most for one agent.
  init(_ tasks: [Int], in frame: borrowing Frame, each: Int) {
    for task in tasks {
      let demand = frame.tasks[task].demand
      wanted.lanes.replace(with: demand.resources.lanes, where: demand.resources.lanes .< wanted.lanes)
      wantedMilli = min(wantedMilli, demand.devices.totalMilli)
    }
    self.each = each
  }

  /// The slots of the agent in a row. O(resources).
  func slots(of row: Int, in frame: borrowing Frame) -> Int {
    var slots = min(each, Int(frame.pool.concurrency[row]) - Int(frame.pool.inFlight[row]))
    for lane in 0..<Resources.dimensions where wanted[lane] > 0 {
      slots = min(slots, Int(frame.pool.free[row][lane] / wanted[lane]))
    }
    if wantedMilli > 0 { slots = min(slots, frame.pool.devices[row].totalLeft / wantedMilli) }
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
