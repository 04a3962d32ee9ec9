import MusterCore
import MusterLearning
import MusterPolicy

/// What a row of a comparison runs: a policy of the catalogue, or one with hindsight.
public enum Contestant: Sendable {
  case sentence(any Policy)
  case hindsight(Hindsight)

  /// Reads a sentence, a shorthand or the name of a ``Hindsight``. Throws ``SentenceError``.
  public init(_ text: String) throws(SentenceError) {
    if let hindsight = Hindsight(rawValue: text) {
      self = .hindsight(hindsight)
    } else {
      self = .sentence(try Sentence.parse(text, in: .complete))
    }
  }

  /// A fresh policy for a run over the workload. Throws ``HindsightError``.
  public func policy(for workload: Workload) throws(HindsightError) -> any Policy {
    switch self {
    case .sentence(let policy): policy
    case .hindsight(let hindsight): try hindsight.policy(for: workload)
    }
  }
}
