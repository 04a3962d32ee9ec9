import MusterCore

/// `least-allocated` and `most-allocated`: the mean over CPU and memory of the percentage that is free, or taken,
/// once the task is there; the scores of kube-scheduler's NodeResourcesFit with its default resources, in whole
/// numbers, divided down at each step as it does. A resource that the agent has none of is left out.
///
/// Kubernetes also counts 100 m of CPU and 200 MB for containers that ask for none; that is left out here.
/// O(1) an agent.
public struct Allocated: PairScorer {
  let prefersMost: Bool

  public init(prefersMost: Bool) { self.prefersMost = prefersMost }

  public mutating func score(
    _ demand: Demand, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    for i in 0..<rows.count {
      let row = Int(rows[i])
      scores[i] = Float(
        rate(capacity: frame.pool.agents[row].capacity, left: frame.pool.free[row] - demand.resources))
    }
  }

  func rate(capacity: Resources, left: Resources) -> Int64 {
    var sum: Int64 = 0
    var kinds: Int64 = 0
    for lane in Resources.cpuLane...Resources.memoryLane {
      let all = capacity[lane]
      if all <= 0 { continue }
      kinds += 1
      let free = min(max(left[lane], 0), all)
      // Amounts stay below 2^60 in all, but a hundred times such an amount may not fit.
      let part = (prefersMost ? all - free : free).multipliedFullWidth(by: 100)
      sum += all.dividingFullWidth(part).quotient
    }
    return kinds == 0 ? 0 : sum / kinds
  }
}

extension Allocated {
  static let least = Word.score(
    "least-allocated", meaning: "0...100: mean percentage of CPU and memory left after the task.",
    source: "kube-scheduler, NodeResourcesFit LeastAllocated",
    make: { _ in .pairScorer(Allocated(prefersMost: false)) })
  static let most = Word.score(
    "most-allocated", meaning: "0...100: mean percentage of CPU and memory taken after the task.",
    source: "kube-scheduler, NodeResourcesFit MostAllocated",
    make: { _ in .pairScorer(Allocated(prefersMost: true)) })
}
