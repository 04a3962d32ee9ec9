/// A cascade whose verifier is a scorer g(task, answer): a stage's answer is kept if its score reaches the stage's
/// threshold, else the next agent is asked (FrugalGPT, Chen et al., 2023). The last stage's answer is always kept.
public struct ScorerCascade: Sendable, Equatable {
  public struct Stage: Sendable, Equatable {
    public var agent: Int
    /// The least score that is kept; minus infinity at the last stage.
    public var threshold: Double

    public init(agent: Int, threshold: Double) {
      self.agent = agent
      self.threshold = threshold
    }
  }

  public var stages: [Stage]
  /// What it brings on the table that it was fitted to.
  public var result: CascadeTable.Result

  /// Answers with their scores, to fit thresholds to: for each task its agents.
  public struct Table: Sendable, Equatable {
    public struct Cell: Sendable, Equatable {
      /// The scorer's g; finite.
      public var score: Double
      public var isRight: Bool
      /// Micro-dollars, at least 0.
      public var cost: Int64

      public init(score: Double, isRight: Bool, cost: Int64) {
        self.score = score
        self.isRight = isRight
        self.cost = cost
      }
    }

    public let tasks: Int
    public let agents: Int
    private let cells: [Cell]

    /// - Parameter agents: cells of each task, at least 1.
    public init(cells: [Cell], agents: Int) {
      self.agents = max(agents, 1)
      tasks = cells.count / self.agents
      self.cells = cells
    }

    public subscript(task: Int, agent: Int) -> Cell { cells[task * agents + agent] }
  }

  /// The order and the thresholds that solve the most within the budget, the cheaper among equals, the first found
  /// among those; nil where no agent is cheap enough for all tasks. Exact over the thresholds that are looked at: all
  /// scores of an agent, or so many of them in even steps.
  ///
  /// Branch and bound, at worst O((agents * levels)^(stages - 1) * agents * tasks).
  ///
  /// - Parameters:
  ///   - stages: how many stages at most, at least 1.
  ///   - budget: micro-dollars over all tasks of the table.
  ///   - levels: thresholds looked at for each agent, at least 1.
  public init?(fitting table: Table, stages: Int, budget: Int64, levels: Int = 16) {
    var search = ScorerSearch(table: table, stages: max(1, stages), budget: budget, levels: max(1, levels))
    search.run()
    guard let best = search.best else { return nil }
    self = best
  }

  init(stages: [Stage], result: CascadeTable.Result) {
    self.stages = stages
    self.result = result
  }
}

/// The search behind ``ScorerCascade/init(fitting:stages:budget:levels:)``.
private struct ScorerSearch {
  let table: ScorerCascade.Table
  let stages: Int
  let budget: Int64
  /// For each agent the thresholds that are looked at, rising.
  let thresholds: [[Double]]
  /// For each task whether any agent is right.
  let isSolvable: [Bool]
  private(set) var best: ScorerCascade?

  init(table: ScorerCascade.Table, stages: Int, budget: Int64, levels: Int) {
    self.table = table
    self.stages = stages
    self.budget = budget
    thresholds = (0..<table.agents).map { agent in
      var scores: [Double] = []
      for score in (0..<table.tasks).map({ table[$0, agent].score }).sorted() where score != scores.last {
        scores.append(score)
      }
      if scores.count <= levels { return scores }
      return (0..<levels).map { scores[$0 * (scores.count - 1) / max(levels - 1, 1)] }
    }
    isSolvable = (0..<table.tasks).map { task in (0..<table.agents).contains { table[task, $0].isRight } }
  }

  mutating func run() {
    extend([], left: Array(0..<table.tasks), so: CascadeTable.Result(solved: 0, cost: 0))
  }

  private mutating func extend(
    _ stages: [ScorerCascade.Stage], left: [Int], so far: CascadeTable.Result
  ) {
    let bound = far.solved + left.count { isSolvable[$0] }
    if let best, bound < best.result.solved || (bound == best.result.solved && far.cost >= best.result.cost) {
      return
    }
    for agent in 0..<table.agents where !stages.contains(where: { $0.agent == agent }) {
      let cost = left.reduce(far.cost) { $0 + table[$1, agent].cost }
      guard cost <= budget else { continue }
      let solved = far.solved + left.count { table[$0, agent].isRight }
      let last = ScorerCascade.Stage(agent: agent, threshold: -.infinity)
      note(ScorerCascade(stages: stages + [last], result: CascadeTable.Result(solved: solved, cost: cost)))
      guard stages.count + 1 < self.stages else { continue }
      for threshold in thresholds[agent] {
        let kept = left.filter { table[$0, agent].score >= threshold }
        // A threshold that keeps all is the end that was just noted.
        guard kept.count < left.count else { continue }
        let right = kept.count { table[$0, agent].isRight }
        extend(
          stages + [ScorerCascade.Stage(agent: agent, threshold: threshold)],
          left: left.filter { table[$0, agent].score < threshold },
          so: CascadeTable.Result(solved: far.solved + right, cost: cost))
      }
    }
  }

  private mutating func note(_ found: ScorerCascade) {
    if let best {
      let (new, old) = (found.result, best.result)
      guard new.solved > old.solved || (new.solved == old.solved && new.cost < old.cost) else { return }
    }
    best = found
  }
}
