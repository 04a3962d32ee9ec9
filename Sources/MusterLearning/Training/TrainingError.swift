/// Why training stopped. What was learned before stands unchanged.
public enum TrainingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A gradient is infinite or not a number, in `block` of the parameters, at optimiser step `step`.
  case notFinite(block: String, step: Int)
  /// A setting cannot be trained with.
  case setting(name: String, found: String, expected: String)

  public var description: String {
    switch self {
    case .notFinite(let block, let step):
      "the gradient of \(block) is not finite at optimiser step \(step); the parameters are those before the "
        + "step: go on from the last checkpoint with a lower rate or a smaller gradient norm"
    case .setting(let name, let found, let expected):
      "the setting \(name) is \(found), expected \(expected)"
    }
  }
}
