/// The best cascades by thresholds for every budget: a stage's answer is kept if the verifier's confidence in it
/// reaches the stage's threshold, else the next agent is asked; the last stage's answer is always kept (FrugalGPT,
/// Chen et al., 2023: its scorer g(task, answer), its order and thresholds under a budget).
///
/// Exact over the thresholds that are looked at: all confidences of an agent, down to four decimals, or so many of them
/// in even steps.
/// Depth first with a bound; at worst O((agents * levels)^(stages - 1) * agents * tasks): some seconds for 24 agents,
/// 175 tasks, three stages and 16 levels, and less under a budget. Every stage more takes some hundred times as long.
public struct ThresholdFront: Sendable, Equatable {
  /// The stages; the last keeps everything, with a threshold of minus infinity.
  public let front: CostFront<[CascadeTable.Stage]>

  /// - Parameters:
  ///   - stages: how many stages at most, at least 1.
  ///   - budget: micro-dollars that a cascade may cost over all tasks of the table.
  ///   - levels: thresholds looked at for each agent, at least 1.
  public init(of table: CascadeTable, stages: Int, budget: Int64 = .max, levels: Int = 16) {
    var search = Search(table: table, stages: max(1, stages), budget: budget, levels: max(1, levels))
    search.extend([], left: Array(0..<table.tasks), so: CascadeTable.Result(solved: 0, cost: 0))
    front = search.front
  }

  private struct Search {
    let table: CascadeTable
    let stages: Int
    let budget: Int64
    /// For each agent the thresholds that are looked at, rising.
    let thresholds: [[Double]]
    /// For each task whether any agent is right.
    let isSolvable: [Bool]
    private(set) var front = CostFront<[CascadeTable.Stage]>()

    init(table: CascadeTable, stages: Int, budget: Int64, levels: Int) {
      self.table = table
      self.stages = stages
      self.budget = budget
      thresholds = (0..<table.agents).map { agent in
        var steps: [Double] = []
        for confidence in (0..<table.tasks).map({ table[$0, agent].confidence }).sorted() {
          let step = (1e4 * confidence).rounded(.down) / 1e4
          if step != steps.last { steps.append(step) }
        }
        if steps.count <= levels { return steps }
        return (0..<levels).map { steps[$0 * (steps.count - 1) / max(levels - 1, 1)] }
      }
      isSolvable = (0..<table.tasks).map { task in (0..<table.agents).contains { table[task, $0].isRight } }
    }

    /// Notes every cascade that begins with these stages and goes on.
    /// - Parameters:
    ///   - left: the tasks that the stages so far send on.
    ///   - far: what they solve and cost.
    mutating func extend(_ stages: [CascadeTable.Stage], left: [Int], so far: CascadeTable.Result) {
      let most = far.solved + left.count { isSolvable[$0] }
      if front.beats(CascadeTable.Result(solved: most, cost: far.cost)) { return }
      for agent in 0..<table.agents where !stages.contains(where: { $0.agent == agent }) {
        var end = far
        for task in left {
          let cell = table[task, agent]
          end.cost += cell.cost
          end.solved += cell.isRight ? 1 : 0
        }
        guard end.cost <= budget else { continue }
        front.note(end, stages + [CascadeTable.Stage(agent: agent, threshold: -.infinity)])
        guard stages.count + 1 < self.stages else { continue }
        for threshold in thresholds[agent] {
          var sentOn: [Int] = []
          var kept = CascadeTable.Result(solved: far.solved, cost: end.cost)
          for task in left {
            if table[task, agent].confidence < threshold {
              sentOn.append(task)
            } else if table[task, agent].isRight {
              kept.solved += 1
            }
          }
          // A threshold that keeps all is the end that was just noted.
          guard !sentOn.isEmpty else { continue }
          extend(
            stages + [CascadeTable.Stage(agent: agent, threshold: threshold)], left: sentOn, so: kept)
        }
      }
    }
  }
}
