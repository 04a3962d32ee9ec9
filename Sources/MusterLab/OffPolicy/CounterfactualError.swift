import MusterCore

/// A log that says nothing about other policies, or that is not to be trusted.
public enum CounterfactualError: Error, CustomStringConvertible {
  /// A decision with a propensity that no choice can have.
  case propensity(DecisionID, TaskID, found: Double)
  /// A fact that the state before it does not allow.
  case fact(UInt64, String)
  /// No decision can be used; what became of those that there are.
  case nothingUsable(Excluded)
  /// A setting outside of its range.
  case setting(String, found: String, expected: String)

  public var description: String {
    switch self {
    case .propensity(let decision, let task, let found):
      "decision \(decision) for task \(task): found propensity \(found), expected a number above 0 and at most 1; "
        + "whoever wrote this log was wrong about chance, and nothing can be concluded from it"
    case .fact(let place, let what): "fact \(place): \(what)"
    case .nothingUsable(let excluded):
      excluded.total == 0
        ? "found no decision in the log, expected some"
        : "found no decision with a known propensity and an outcome, expected some; left out: \(excluded)"
    case .setting(let name, let found, let expected): "found \(name) \(found), expected \(expected)"
    }
  }

  /// Decisions that are left out, by reason.
  public struct Excluded: Sendable, Equatable, CustomStringConvertible {
    /// The log ends, or the lease was taken back, before anything was heard.
    public var withoutOutcome = 0
    /// The logging policy could not say with which probability it chose.
    public var withoutPropensity = 0
    /// Members of gangs, which are not chosen for one by one.
    public var inGangs = 0

    public init() {}

    public var total: Int { withoutOutcome + withoutPropensity + inGangs }

    public var description: String {
      var parts: [String] = []
      if withoutOutcome > 0 { parts.append("\(withoutOutcome) without an outcome") }
      if withoutPropensity > 0 { parts.append("\(withoutPropensity) of unknown propensity") }
      if inGangs > 0 { parts.append("\(inGangs) of gang members") }
      return parts.isEmpty ? "none" : parts.joined(separator: ", ")
    }
  }
}
