import MusterCore
import MusterPolicy

/// Fits cascades to what a trace knows of every agent on its tasks, and says them as sentences.
public struct CascadeFit: Sendable {
  /// A cascade of the front.
  public struct Line: Sendable, Equatable {
    /// Agents' names in their order.
    public var stages: [String]
    /// Tasks solved, of those fitted to, in percent.
    public var solvedPct: Double
    public var costPerTaskUSD: Double
    /// The policy: `cascade(stages: "a > b")`.
    public var sentence: String
  }

  /// By rising cost.
  public let lines: [Line]
  /// Whether no cascade was left out of the search.
  public let isExact: Bool
  /// How many tasks they were fitted to.
  public let tasks: Int

  /// - Parameters:
  ///   - workload: what to fit to; of a half of a trace, to test on the other.
  ///   - stages: the most stages, 1...``FailedAgents/limit``.
  ///   - budget: US dollars that a task may cost on average.
  /// - Throws: ``HindsightError`` where the workload does not know every outcome.
  public init(to workload: Workload, stages: Int, budget: Double) throws(HindsightError) {
    guard let world = workload.world as? OutcomeWorld else {
      throw HindsightError(policy: "cascade", world: workload.world.summary)
    }
    var cells: [CascadeTable.Cell] = []
    for task in workload.arrivals.flatMap(\.tasks) {
      for agent in workload.agents {
        guard let cell = world.cell(task.id, agent.id), let verdict = world.accepts(task.id, agent.id) else {
          throw HindsightError(policy: "cascade", world: world.summary)
        }
        cells.append(
          CascadeTable.Cell(isAccepted: verdict, isRight: cell.succeeded, cost: cell.cost))
      }
    }
    let table = CascadeTable(cells: cells, agents: workload.agents.count)
    let count = Double(max(table.tasks, 1))
    let total = budget * 1e6 * count
    let most: Int64 = total < 0x1p62 ? Int64(max(0, total)) : .max / 2
    let front = CascadeFront(of: table, stages: min(stages, FailedAgents.limit), budget: most)
    lines = front.points.map { point in
      let stages = point.stages.map { workload.agents[$0].name }
      return Line(
        stages: stages, solvedPct: 100 * Double(point.result.solved) / count,
        costPerTaskUSD: Double(point.result.cost) * 1e-6 / count, sentence: Self.sentence(of: stages))
    }
    isExact = front.isExact
    tasks = table.tasks
  }

  /// The best that the budget allows; nil where it allows none.
  public var best: Line? { lines.last }

  /// The front as a table, and the sentence of its last line.
  public var text: String {
    func column(_ name: String, _ unit: String, _ cells: [String]) -> TextTable.Column {
      TextTable.Column(heading: [name, unit], alignment: .right, cells: cells)
    }
    var stages = TextTable.Column(heading: ["stages", ""], alignment: .left, cells: [])
    stages.cells = lines.map { $0.stages.joined(separator: " > ") }
    let table = TextTable(columns: [
      column("solved", "%", lines.map { NumberText.fixed($0.solvedPct, decimals: 1) }),
      column("cost a task", "USD", lines.map { NumberText.fixed($0.costPerTaskUSD, decimals: 4) }), stages,
    ])
    var text = table.text(style: TerminalStyle(width: 10_000, usesColour: false))
    text += "\nFitted to \(tasks) tasks"
    text += isExact ? "; no cascade does better on them.\n" : "; too many cascades to look at all of them.\n"
    if let best { text += "attempts=\(best.stages.count)  \(best.sentence)\n" }
    return text
  }

  /// The sentence that puts the stages into service.
  public static func sentence(of stages: [String]) -> String {
    "cascade(stages: \(Argument.names(stages)))"
  }
}
