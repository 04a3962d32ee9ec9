import MusterCore

/// `cascade(stages: "a > b > c")`: the agents in an order that was found beforehand (``CascadeFront``): the first
/// of them that has not failed the task. It escalates because a failed task is tried again: give tasks as many
/// tries as there are stages, and have them tried elsewhere.
///
/// Where none of them is left, the others are tried, those that quote least first; an agent that failed the task
/// comes last. Without ``RetryRule/elsewhere`` nobody knows which agents failed a task: then the stages before the
/// number of its failures count as tried. O(1) an agent.
struct FittedCascade: ListScorer {
  private var rows: StageRows

  init(stages: [String]) { rows = StageRows(names: stages) }

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
        : .listScorer(FittedCascade(stages: stages))
    })
}
