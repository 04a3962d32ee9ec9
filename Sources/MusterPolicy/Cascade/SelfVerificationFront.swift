import MusterMath

/// The best cascades by self-verification for every budget: for every order of agents the counts of their answers,
/// and for every worth of a right answer the decision process that follows, carried out on the table it was counted
/// from.
///
/// O(orders * worths * (classes^stages * 2^stages + tasks)): some ten seconds for the 12,144 orders of three of 24
/// agents and 175 tasks; a budget leaves out most of them.
public struct SelfVerificationFront: Sendable, Equatable {
  /// Agents in their order, what was counted of them, and what a right answer is worth, in US dollars.
  public struct Cascade: Sendable, Equatable {
    public var agents: [Int]
    public var counts: AnswerCounts
    public var worth: Double
  }

  public let front: CostFront<Cascade>

  /// The worths that are looked at, in US dollars: from a hundredth of a cent up, two for each doubling.
  static let worths = (0..<48).map { step in
    Portable.exp(0.5 * Portable.log(2) * Double(step)).rounded() / 1e4
  }

  /// - Parameters:
  ///   - stages: how many stages at most, from 1 to ``AnswerCounts/stageLimit``.
  ///   - budget: micro-dollars that a cascade may cost over all tasks of the table.
  ///   - classes: classes of confidence, from 1 to ``AnswerCounts/classLimit``, about as many answers in each.
  /// - Throws: ``SelfVerificationError`` where a cost or a confidence of the table is none.
  public init(of table: CascadeTable, stages: Int, budget: Int64 = .max, classes: Int = 5)
    throws(SelfVerificationError)
  {
    var search = Search(
      table: table, stages: min(max(1, stages), AnswerCounts.stageLimit), budget: budget,
      classes: min(max(1, classes), AnswerCounts.classLimit))
    try search.extend([])
    front = search.front
  }

  private struct Search {
    let table: CascadeTable
    let stages: Int
    let budget: Int64
    let bounds: [Double]
    /// By task and agent, the class of confidence.
    let levels: [Int]
    private(set) var front = CostFront<Cascade>()

    init(table: CascadeTable, stages: Int, budget: Int64, classes: Int) {
      self.table = table
      self.stages = stages
      self.budget = budget
      let cells = (0..<table.tasks).flatMap { task in (0..<table.agents).map { table[task, $0] } }
      let sorted = cells.map(\.confidence).sorted()
      var bounds: [Double] = []
      for step in 1..<max(classes, 1) where !sorted.isEmpty {
        // Rounded, so that a sentence says them shortly.
        let bound = (1000 * sorted[sorted.count * step / classes]).rounded() / 1000
        if bound > (bounds.last ?? sorted[0]) { bounds.append(bound) }
      }
      self.bounds = bounds
      levels = cells.map { AnswerCounts.level(of: $0.confidence, bounds) }
    }

    /// Notes every cascade that begins with these agents.
    mutating func extend(_ agents: [Int]) throws(SelfVerificationError) {
      for agent in 0..<table.agents where !agents.contains(agent) {
        let longer = agents + [agent]
        // Every task goes through the first stage.
        if longer.count == 1 {
          let cost = (0..<table.tasks).reduce(Int64(0)) { $0 + table[$1, agent].cost }
          guard cost <= budget else { continue }
        }
        try note(longer)
        if longer.count < stages { try extend(longer) }
      }
    }

    private mutating func note(_ agents: [Int]) throws(SelfVerificationError) {
      let counts = counts(of: agents)
      let worths = SelfVerificationFront.worths
      let (low, high) = (0, agents.count == 1 ? 0 : worths.count - 1)
      try note(
        agents, counts, between: (low, try result(agents, counts, low)),
        (high, try result(agents, counts, high)))
    }

    /// Notes what the worths from one to another bring; none between two that bring the same is looked at.
    private mutating func note(
      _ agents: [Int], _ counts: AnswerCounts, between low: (worth: Int, result: CascadeTable.Result),
      _ high: (worth: Int, result: CascadeTable.Result)
    ) throws(SelfVerificationError) {
      for end in [low, high] where end.result.cost <= budget {
        front.note(
          end.result, Cascade(agents: agents, counts: counts, worth: SelfVerificationFront.worths[end.worth]))
      }
      guard low.result != high.result, high.worth - low.worth > 1 else { return }
      let middle = (low.worth + high.worth) / 2
      let between = (middle, try result(agents, counts, middle))
      try note(agents, counts, between: low, between)
      try note(agents, counts, between: between, high)
    }

    private func counts(of agents: [Int]) -> AnswerCounts {
      let classes = bounds.count + 1
      let none = Array(repeating: 0.0, count: agents.count * classes)
      var counts = AnswerCounts(
        patterns: Array(repeating: 0, count: 1 << agents.count), bounds: bounds, right: none, wrong: none,
        costs: agents.map { agent in
          let sum = (0..<table.tasks).reduce(0.0) { $0 + Double(table[$1, agent].cost) }
          // Whole micro-dollars.
          return (sum / Double(max(table.tasks, 1))).rounded() / 1e6
        })
      for task in 0..<table.tasks {
        var pattern = 0
        for (stage, agent) in agents.enumerated() {
          let slot = stage * classes + levels[task * table.agents + agent]
          if table[task, agent].isRight {
            pattern |= 1 << stage
            counts.right[slot] += 1
          } else {
            counts.wrong[slot] += 1
          }
        }
        counts.patterns[pattern] += 1
      }
      return counts
    }

    /// What the model of a worth brings when it is carried out on the table.
    private func result(_ agents: [Int], _ counts: AnswerCounts, _ worth: Int) throws(SelfVerificationError)
      -> CascadeTable.Result
    {
      let model = try counts.model(worth: SelfVerificationFront.worths[worth])
      var result = CascadeTable.Result(solved: 0, cost: 0)
      var seen: [Int?] = []
      for task in 0..<table.tasks {
        seen.removeAll(keepingCapacity: true)
        for agent in agents {
          let cell = table[task, agent]
          result.cost += cell.cost
          seen.append(levels[task * table.agents + agent])
          guard model.action(after: seen) != .escalate else { continue }
          if cell.isRight { result.solved += 1 }
          break
        }
      }
      return result
    }
  }
}
