import MusterCore
import MusterMath
import MusterPolicy

/// Small random batches whose best plan exhaustive search can find: agents with a few slots each, scores that are
/// looked up by pair.
struct BatchWorld {
  var fixture: FrameFixture
  /// By task, then agent; nil where the pair is forbidden.
  var scores: [[Float?]]

  /// - Parameter gangs: whether some of the tasks stand in gangs of two or three.
  init(seed: UInt64, tasks: Int, agents: Int, gangs: Bool = false, ties: Bool = false) {
    var random = Random(seed: seed, stream: 0x6261_7463_68)
    fixture = FrameFixture(
      agents: (0..<agents).map {
        Agent(id: AgentID(UInt64($0 + 1)), concurrency: Int32(1 + random.below(3)))
      }, seed: seed)
    scores = (0..<tasks).map { _ in
      (0..<agents).map { _ in
        random.bernoulli(0.25) ? nil : ties ? Float(random.below(3)) : Float(random.uniform(-2, 2))
      }
    }
    var batch: [Task] = []
    var (gang, members) = (GangID.none, 0)
    for index in 0..<tasks {
      if members == 0 && gangs && random.bernoulli(0.4) {
        gang = GangID(UInt64(index + 1))
        members = 2 + random.below(2)
      }
      batch.append(
        Task(
          id: TaskID(seed << 16 | UInt64(index + 1)), gang: members > 0 ? gang : .none,
          features: scores[index].map { $0 ?? .nan }))
      members = max(members - 1, 0)
    }
    fixture.offer(batch)
  }

  /// A policy that reads the scores out of the tasks and matches by the word.
  static func policy(_ matcher: any Matcher, name: String = "match") -> Pipeline {
    var funnel = Funnel()
    funnel.append(.pairScreen(Feasible()), name: "feasible")
    funnel.append(.listScreen(ToldScreen()), name: "told")
    funnel.append(.listScorer(ToldScore()), name: "told")
    return Pipeline(name: name, funnel: funnel, matcher: matcher, matchWord: name)
  }

  /// How many tasks a plan places and the sum of their scores; nil for a plan that breaks a bound or a gang.
  func worth(of agents: [Int32]) -> (placed: Int, score: Double)? {
    var used = Array(repeating: 0, count: fixture.frame.agentCount)
    var (placed, score) = (0, 0.0)
    for (task, row) in agents.enumerated() where row >= 0 {
      guard let value = scores[task][Int(row)] else { return nil }
      used[Int(row)] += 1
      placed += 1
      score += Double(value)
    }
    for row in used.indices where used[row] > Int(fixture.frame.pool.concurrency[row]) { return nil }
    var start = 0
    while start < agents.count {
      let end = fixture.frame.gangEnd(from: start)
      let inside = (start..<end).count { agents[$0] >= 0 }
      if inside != 0 && inside != end - start { return nil }
      start = end
    }
    return (placed, score)
  }

  /// The greatest sum of what scores are above the score of waiting, by trying every plan.
  func best(waiting: Double) -> Double {
    var used = Array(repeating: 0, count: fixture.frame.agentCount)
    func best(from task: Int) -> Double {
      if task == scores.count { return 0 }
      var result = best(from: task + 1)
      for row in used.indices where used[row] < Int(fixture.frame.pool.concurrency[row]) {
        guard let score = scores[task][row] else { continue }
        used[row] += 1
        result = max(result, Double(score) - waiting + best(from: task + 1))
        used[row] -= 1
      }
      return result
    }
    return best(from: 0)
  }

  /// The most tasks and, with so many, the greatest sum of scores, by trying every plan.
  func best() -> (placed: Int, score: Double) {
    var best = (placed: 0, score: 0.0)
    var plan = Array(repeating: Int32(-1), count: scores.count)
    func extend(_ task: Int) {
      if task == plan.count {
        if let worth = worth(of: plan),
          worth.placed > best.placed || (worth.placed == best.placed && worth.score > best.score)
        {
          best = worth
        }
        return
      }
      for row in -1..<fixture.frame.agentCount {
        if row >= 0 {
          let others = plan[..<task].count { $0 == Int32(row) }
          if scores[task][row] == nil || others == Int(fixture.frame.pool.concurrency[row]) { continue }
        }
        plan[task] = Int32(row)
        extend(task + 1)
      }
      plan[task] = -1
    }
    extend(0)
    return best
  }
}

/// Drops the agents for which the task says it has no score.
private struct ToldScreen: ListScreen {
  mutating func screen(
    _ candidates: inout Candidates, for task: Int, in frame: borrowing Frame, random: inout Random
  ) {
    candidates.keep { _, row in !frame.tasks[task].features[Int(row)].isNaN }
  }
}

/// The score that the task's features say for each row.
private struct ToldScore: ListScorer {
  mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    for i in 0..<rows.count { scores[i] = frame.tasks[task].features[Int(rows[i])] }
  }
}
