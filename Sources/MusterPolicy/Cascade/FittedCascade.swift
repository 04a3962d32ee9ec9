import MusterCore

/// `cascade(stages: "a > b > c")`: the agents in an order that was found beforehand (``CascadeFront``): the first
/// of them that has not failed the task. It escalates because a failed task is tried again: give tasks as many
/// tries as there are stages, and have them tried elsewhere.
///
/// Where none of them is left, the others are tried, those that quote least first; an agent that failed the task
/// comes last. With `thresholds` a verifier's confidence in a stage's answer decides whether it is kept (FrugalGPT's
/// scorer), and the last stage's always is; else the verifier's own word does. Without ``RetryRule/elsewhere`` nobody knows which agents failed a task: then the stages before the
/// number of its failures count as tried. O(1) an agent.
struct FittedCascade: ListScorer {
  private var rows: StageRows
  /// The least confidence that is kept, for each stage but the last; empty where the verifier decides.
  private let thresholds: [Double]

  init(stages: [String], thresholds: [Double] = []) {
    rows = StageRows(names: stages)
    self.thresholds = thresholds
  }

  /// The stage at which an agent stands; nil for none.
  func stage(of agent: Agent) -> Int? { rows.names.firstIndex(of: agent.name) }

  /// The stage of a row of the pool, -1 for none.
  mutating func stage(ofRow row: Int, in frame: borrowing Frame) -> Int {
    rows.update(in: frame)
    return Int(rows.stages[row])
  }

  func keeps(_ answer: GradedAnswer) -> Bool? {
    guard !thresholds.isEmpty, let stage = stage(of: answer.agent) else { return nil }
    return stage >= thresholds.count || answer.confidence >= thresholds[stage]
  }

  mutating func score(
    _ task: Int, _ candidates: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    rows.update(in: frame)
    let isChoosy = frame.isChoosy(task: task)
    for i in 0..<candidates.count {
      let row = Int(candidates[i])
      let stage = rows.stages[row]
      let hasFailed =
        isChoosy ? frame.shuns(task: task, agent: row) : stage >= 0 && stage < frame.failures[task]
      if hasFailed {
        scores[i] = -2
      } else if stage >= 0 {
        scores[i] = Float(rows.names.count - Int(stage))
      } else {
        let quote = Double(frame.quote(task: task, agent: row))
        scores[i] = Float(-quote / (quote + 1e6))
      }
    }
  }
}

/// The word `cascade`, fitted or learning.
enum Cascade {
  /// How many stages one may have: an engine remembers as many failures of a task.
  static let limit = FailedAgents.limit

  static let word = Word.score(
    "cascade",
    [
      Parameter(
        "stages", .names(1...limit), standard: .names([]),
        meaning: "The agents in their order, as `muster fit cascade` finds it; without them it is learned."),
      Parameter(
        "thresholds", .numbers(1...limit, 0...1), standard: .numbers([]),
        meaning: "The least confidence of a verifier that keeps the answer of each stage but the last, as "
          + "`muster fit cascade --by thresholds` finds them; without them the verifier decides."),
      Parameter(
        "prior", .number(0...1), standard: .number(0.5),
        meaning: "Learning: the chance of success of an agent never tried; higher explores more."),
      Parameter(
        "strength", .number(0.001...1_000_000), standard: .number(10),
        meaning: "Learning: how many observations a guess counts for."),
      PriceColumn.parameter,
    ],
    meaning: "Cheap agents first, dearer ones after failures: in a fitted order, or most success per dollar.",
    source: "FrugalGPT, Chen et al., 2023; learned order: Weitzman, 1979",
    make: {
      let stages = $0.names("stages")
      return stages.isEmpty
        ? .listScorer(
          LearnedCascade(
            prior: $0.number("prior"), strength: $0.number("strength"),
            price: PriceColumn.Origin(rawValue: $0.choice("price")) ?? .feature))
        : .listScorer(FittedCascade(stages: stages, thresholds: $0.numbers("thresholds")))
    },
    mismatch: {
      let (stages, thresholds) = ($0.names("stages").count, $0.numbers("thresholds").count)
      return thresholds == 0 || thresholds == stages - 1
        ? nil : ("\(thresholds) thresholds for \(stages) stages", "one for each stage but the last")
    })
}
