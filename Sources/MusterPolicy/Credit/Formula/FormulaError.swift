/// What is wrong with the declaration of a reward, and where.
public struct FormulaError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Reason: Sendable, Equatable {
    case empty
    /// Something that cannot stand here.
    case unexpected(found: String, expected: String)
    /// A bracket or a quote without its other half.
    case unbalanced(String)
    /// A name that nobody knows; `what` is a field, a function, an option.
    case unknown(what: String, name: String, nearest: String?)
    case wrongCount(function: String, found: Int, expected: String)
    case repeated(what: String, name: String)
    /// A part whose value is not bounded, or not a number, for some outcome.
    case unbounded(part: String, why: String)
    case outOfRange(option: String, found: String, expected: String)
    case tooMuch(String, limit: Int)
    /// The formula speaks of a rubric, and none is declared.
    case noRubric
  }

  public var reason: Reason
  /// The character of the text that it is about, from 1.
  public var column: Int

  public init(_ reason: Reason, column: Int) { (self.reason, self.column) = (reason, column) }

  public var description: String { "column \(column): \(explanation)" }

  private var explanation: String {
    switch reason {
    case .empty: "the reward is empty; expected a formula such as \"succeeded - 0.2*sqrt(seconds)\""
    case .unexpected(let found, let expected): "found \(found), expected \(expected)"
    case .unbalanced(let half): "\"\(half)\" without its other half"
    case .unknown(let what, let name, let nearest):
      "unknown \(what) \"\(name)\"" + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
    case .wrongCount(let function, let found, let expected):
      "\"\(function)\" has \(found) argument\(found == 1 ? "" : "s"), expected \(expected)"
    case .repeated(let what, let name): "\(what) \"\(name)\" twice, expected once"
    case .unbounded(let part, let why): "\"\(part)\" is unbounded: \(why)"
    case .outOfRange(let option, let found, let expected):
      "\"\(option)\" is \(found), out of range; expected \(expected)"
    case .tooMuch(let what, let limit): "too many \(what), expected at most \(limit)"
    case .noRubric: "\"rubric\" is not declared: give one (muster: --rubric FILE, serve: rubric)"
    }
  }
}
