import MusterCore
import MusterLab
import MusterLearning
import MusterPolicy

/// A policy as it was asked for, read.
struct PolicyChoice {
  /// What results call it: a shorthand, the sentence as written, or a row of hindsight.
  let name: String
  /// The whole sentence, or what the row of hindsight stands for.
  let meaning: String
  private var contestant: Contestant

  init(_ text: String) throws(CommandFailure) {
    do throws(SentenceError) {
      if let hindsight = Hindsight(rawValue: text) {
        contestant = .hindsight(hindsight)
        meaning = hindsight.meaning
      } else {
        let sentence = try Sentence(text, in: .complete)
        contestant = .sentence(sentence.policy(named: text))
        meaning = sentence.description
      }
      name = text
    } catch {
      throw .user("policy \"\(text)\": \(error)")
    }
  }

  /// Reads several; none may come twice.
  static func all(_ texts: [String]) throws(CommandFailure) -> [PolicyChoice] {
    var choices: [PolicyChoice] = []
    for text in texts {
      let choice = try PolicyChoice(text)
      guard !choices.contains(where: { $0.name == choice.name }) else {
        throw .user("policy \"\(text)\": found it twice, expected each policy once")
      }
      choices.append(choice)
    }
    return choices
  }

  /// A fresh policy under that name, for a run over the workload.
  /// - Parameter reward: what counts for it; nil for rewards as reported.
  func make(for workload: Workload, reward: RewardRule?) throws(CommandFailure) -> any Policy {
    do throws(HindsightError) {
      let policy = try contestant.policy(for: workload)
      guard let reward else { return policy }
      return Credited(policy, by: reward)
    } catch {
      throw .user("\(error)")
    }
  }

  /// The policy as it begins with what was learned before.
  func taught(_ learned: [LearnedState]) throws(LearnedStateError) -> PolicyChoice {
    var contestants = [contestant]
    try Contestant.teach(learned, to: &contestants)
    var taught = self
    taught.contestant = contestants[0]
    return taught
  }

  /// A fresh policy that is judged by a log, where nobody knows what agents would have done.
  func sentence() throws(CommandFailure) -> any Policy {
    guard case .sentence(let policy) = contestant else {
      throw .user(
        "policy \"\(name)\": found a row of hindsight, expected a sentence: a log does not know what was not tried"
      )
    }
    return policy
  }

  /// For the report.
  var forReport: PolicySentence { PolicySentence(name: name, sentence: meaning) }
}
