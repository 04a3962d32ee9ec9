import MusterCore

/// Something that a formula can ask of an outcome, with the range that it is declared to have. What lies outside of
/// the range counts as its nearer end.
struct FormulaField: Sendable, Equatable {
  enum Source: Sendable, Equatable {
    case succeeded, reward, dollars, seconds, value, inputTokens, outputTokens, tokens
    case rubric, hasRubric
    case grade(String)
    case hasGrade(String)
  }

  let source: Source
  let range: Interval

  init(_ source: Source, range: Interval) { (self.source, self.range) = (source, range) }

  /// The fields that every outcome has: name, source, range and meaning.
  static let standard: [(name: String, field: FormulaField, meaning: String)] = [
    ("succeeded", .init(.succeeded, range: Interval(0, 1)), "1 for a success, 0 for a failure"),
    (
      "reward", .init(.reward, range: Interval(-1e12, 1e12)),
      "the reward as reported; a success without one counts the task's value"
    ),
    ("dollars", .init(.dollars, range: Interval(0, 1e9)), "what the try cost, in US dollars"),
    ("cost", .init(.dollars, range: Interval(0, 1e9)), "the same as dollars"),
    ("seconds", .init(.seconds, range: Interval(0, 1e9)), "from the lease to the report"),
    ("duration", .init(.seconds, range: Interval(0, 1e9)), "the same as seconds"),
    ("value", .init(.value, range: Interval(-1e12, 1e12)), "what success is worth to the caller"),
    ("tokens", .init(.tokens, range: Interval(0, 1e10)), "input and output tokens"),
    ("input_tokens", .init(.inputTokens, range: Interval(0, 1e10)), "tokens of the input"),
    ("output_tokens", .init(.outputTokens, range: Interval(0, 1e10)), "tokens of the output, where reported"),
    (
      "agreement", .grade(agreement),
      "1 where the answer agreed with the vote, known when that is decided; or the grade of that name"
    ),
  ]

  /// Told late, as a correction: see ``Outcome/agreement``.
  static let agreement = "agreement"

  static func grade(_ name: String) -> FormulaField { FormulaField(.grade(name), range: Interval(0, 1)) }

  /// What the outcome says, within the range.
  func value(of outcome: Outcome, rubric: Rubric?) -> Double { range.clamp(raw(outcome, rubric)) }

  private func raw(_ outcome: Outcome, _ rubric: Rubric?) -> Double {
    switch source {
    case .succeeded: outcome.succeeded ? 1 : 0
    case .reward: outcome.reward
    case .dollars: Double(outcome.cost) / 1e6
    case .seconds: Double(outcome.duration) / 1e9
    case .value: outcome.value
    case .inputTokens: Double(outcome.inputTokens)
    case .outputTokens: Double(outcome.outputTokens)
    case .tokens: Double(outcome.inputTokens) + Double(outcome.outputTokens)
    case .rubric: rubric?.score(of: outcome.grades) ?? 0
    case .hasRubric: rubric?.isGraded(by: outcome.grades) == true ? 1 : 0
    case .grade(FormulaField.agreement) where outcome.agreement != nil: outcome.agreement == true ? 1 : 0
    case .hasGrade(FormulaField.agreement) where outcome.agreement != nil: 1
    case .grade(let name): outcome.grades.first { $0.name == name }?.value ?? 0
    case .hasGrade(let name): outcome.grades.contains { $0.name == name } ? 1 : 0
    }
  }
}

/// The fields that the formulas of one reward ask for, each once: where their values stand in a vector.
struct FormulaFields: Sendable, Equatable {
  typealias Values = SIMD16<Double>
  static var limit: Int { Values.scalarCount }

  private(set) var fields: [FormulaField] = []

  /// The place of a field; nil where there is no room for another.
  mutating func place(of field: FormulaField) -> Int? {
    if let known = fields.firstIndex(of: field) { return known }
    guard fields.count < FormulaFields.limit else { return nil }
    fields.append(field)
    return fields.count - 1
  }

  /// What an outcome says. O(fields), and O(criteria + edges) for a rubric.
  func values(of outcome: Outcome, rubric: Rubric?) -> Values {
    var values = Values()
    for index in fields.indices { values[index] = fields[index].value(of: outcome, rubric: rubric) }
    return values
  }

  /// What is known of an outcome whose reward turned out to be another, or whose agreement with a vote is known now:
  /// all else stays.
  func corrected(_ values: Values, by outcome: Outcome) -> Values {
    var corrected = values
    for index in fields.indices where changes(fields[index].source, by: outcome) {
      corrected[index] = fields[index].value(of: outcome, rubric: nil)
    }
    return corrected
  }

  private func changes(_ source: FormulaField.Source, by outcome: Outcome) -> Bool {
    switch source {
    case .reward, .succeeded: true
    case .grade(let name), .hasGrade(let name): name == FormulaField.agreement && outcome.agreement != nil
    default: false
    }
  }
}
