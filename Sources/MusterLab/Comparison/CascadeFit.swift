import MusterCore
import MusterPolicy

/// Fits cascades to what a trace knows of every agent on its tasks, and says them as sentences.
public struct CascadeFit: Sendable {
  /// What decides whether an answer is kept.
  public enum Method: String, Sendable, CaseIterable {
    /// The verifier's yes or no (``CascadeFront``).
    case verdict
    /// The verifier's confidence, by a threshold for each stage (``ThresholdFront``, FrugalGPT).
    case thresholds
    /// All confidences so far, by a decision process (``SelfVerificationFront``, AutoMix).
    case selfVerification = "self-verification"

    /// The most stages that are looked for, where nobody says how many: the search for thresholds and for decision
    /// processes takes long.
    public var standardStages: Int { self == .verdict ? FailedAgents.limit : 3 }
    /// The most stages that there may be.
    public var stageLimit: Int { self == .selfVerification ? AnswerCounts.stageLimit : FailedAgents.limit }
  }

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

  public let method: Method
  /// By rising cost.
  public let lines: [Line]
  /// Whether no cascade was left out of the search.
  public let isExact: Bool
  /// How many tasks they were fitted to.
  public let tasks: Int

  /// - Parameters:
  ///   - workload: what to fit to; of a half of a trace, to test on the other.
  ///   - stages: the most stages, from 1 to ``Method/stageLimit``; nil for ``Method/standardStages``.
  ///   - budget: US dollars that a task may cost on average.
  /// - Throws: ``HindsightError`` where the workload does not know every outcome; ``SelfVerificationError`` where no
  ///   decision process can be made of it.
  public init(
    to workload: Workload, stages: Int? = nil, budget: Double, by method: Method = .verdict
  ) throws {
    let table = try Self.table(of: workload)
    let count = Double(max(table.tasks, 1))
    let total = budget * 1e6 * count
    let most: Int64 = total < 0x1p62 ? Int64(max(0, total)) : .max / 2
    let stages = min(stages ?? method.standardStages, method.stageLimit)

    func line(_ agents: [Int], _ result: CascadeTable.Result, _ sentence: ([String]) -> String) -> Line {
      let names = agents.map { workload.agents[$0].name }
      return Line(
        stages: names, solvedPct: 100 * Double(result.solved) / count,
        costPerTaskUSD: Double(result.cost) * 1e-6 / count, sentence: sentence(names))
    }
    switch method {
    case .verdict:
      let found = CascadeFront(of: table, stages: stages, budget: most)
      lines = found.front.points.map { point in line(point.cascade, point.result) { Self.sentence(of: $0) } }
      isExact = found.isExact
    case .thresholds:
      lines = ThresholdFront(of: table, stages: stages, budget: most).front.points.map { point in
        line(point.cascade.map(\.agent), point.result) {
          Self.sentence(of: $0, thresholds: point.cascade.dropLast().map(\.threshold))
        }
      }
      isExact = false
    case .selfVerification:
      lines = try SelfVerificationFront(of: table, stages: stages, budget: most).front.points.map { point in
        line(point.cascade.agents, point.result) {
          point.cascade.counts.sentence(stages: $0, worth: point.cascade.worth)
        }
      }
      isExact = false
    }
    self.method = method
    tasks = table.tasks
  }

  /// What the world knows of every agent on every task.
  private static func table(of workload: Workload) throws(HindsightError) -> CascadeTable {
    guard let world = workload.world as? OutcomeWorld else {
      throw HindsightError(policy: "cascade", world: workload.world.summary)
    }
    var cells: [CascadeTable.Cell] = []
    for task in workload.arrivals.flatMap(\.tasks) {
      for agent in workload.agents {
        guard let cell = world.cell(task.id, agent.id), let verdict = world.accepts(task.id, agent.id) else {
          throw HindsightError(policy: "cascade", world: world.summary)
        }
        let confidence = world.confidence(task.id, agent.id) ?? (verdict ? 1 : 0)
        cells.append(CascadeTable.Cell(confidence: confidence, isRight: cell.succeeded, cost: cell.cost))
      }
    }
    return CascadeTable(cells: cells, agents: workload.agents.count)
  }

  /// The best that the budget allows; nil where it allows none.
  public var best: Line? { lines.last }

  /// The sentence that puts the stages into service.
  public static func sentence(of stages: [String], thresholds: [Double] = []) -> String {
    let kept = thresholds.isEmpty ? "" : ", thresholds: \(Argument.numbers(thresholds))"
    return "cascade(stages: \(Argument.names(stages))\(kept))"
  }
}
