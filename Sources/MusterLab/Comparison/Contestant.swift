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

  /// Has those of the contestants that can take up what was learned begin with it. Throws
  /// ``LearnedStateError`` where none can.
  public static func teach(_ learned: [LearnedState], to contestants: inout [Contestant])
    throws(LearnedStateError)
  {
    for state in learned {
      var refusal: LearnedStateError?
      var isTaken = false
      for index in contestants.indices {
        guard case .sentence(var policy) = contestants[index] else { continue }
        do throws(LearnedStateError) {
          try state.teach(&policy)
          contestants[index] = .sentence(policy)
          isTaken = true
        } catch { refusal = refusal ?? error }
      }
      if !isTaken {
        throw refusal
          ?? .otherPolicy(
            sentence: state.sentence, policy: "hindsight", why: "rows of hindsight do not learn")
      }
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
