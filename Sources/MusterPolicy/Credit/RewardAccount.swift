/// How a reward came about: what `muster why` prints.
public struct RewardAccount: Sendable, Equatable {
  /// One formula of a vector, or the only one.
  public struct Part: Sendable, Equatable {
    /// Empty for a scalar.
    public var name: String
    public var value: Double
    /// What it counts for; 1 for a scalar.
    public var weight: Double
    public var terms: [Term]
  }

  /// A term of a formula's sum, as it is written, and what it adds.
  public struct Term: Sendable, Equatable {
    public var text: String
    public var value: Double
  }

  public var parts: [Part]
  /// The number that counts.
  public var reward: Double
  /// What learners saw in its place, where rewards are stabilised.
  public var seen: Double?
  /// What the front's growth multiplied the weighted sum with; nil where it plays no part.
  public var factor: Double?

  init(
    _ rule: RewardRule, _ fields: FormulaFields.Values, weights: RewardVector, reward: Double, seen: Double?
  ) {
    parts = rule.parts.enumerated().map { index, part in
      Part(
        name: part.name, value: part.program.value(fields), weight: weights[index],
        terms: part.terms.map { term in
          let value = term.program.value(fields)
          return Term(
            text: (term.isNegative ? "-" : "") + term.text,
            value: term.isNegative && value != 0 ? -value : value)
        })
    }
    self.reward = reward
    self.seen = seen
    if case .hypervolume = rule.scheme {
      let sum = parts.reduce(0) { $0 + $1.weight * $1.value }
      factor = sum == 0 ? nil : reward / sum
    }
  }

  /// One line a part, for people: `quality 0.8 (weight 1): rubric = 0.8`.
  /// - Parameter number: how numbers are written.
  public func lines(_ number: (Double) -> String) -> [String] {
    var lines: [String] = []
    for part in parts {
      let sum = part.terms.map { "\($0.text) = \(number($0.value))" }.joined(separator: ", ")
      lines.append(
        part.name.isEmpty
          ? "\(number(part.value)): \(sum)"
          : "\(part.name) \(number(part.value)) (weight \(number(part.weight))): \(sum)")
    }
    if let factor { lines.append("times \(number(factor)) for what it adds to the front") }
    if let seen { lines.append("learned as \(number(seen)), stabilised") }
    return lines
  }
}
