import MusterCore
import MusterLab
import MusterPolicy

/// A policy as it was asked for, read.
struct PolicyChoice {
  /// What results call it: a shorthand, or the sentence as written.
  let name: String
  let sentence: Sentence

  init(_ text: String) throws(CommandFailure) {
    do throws(SentenceError) {
      sentence = try Sentence(text)
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

  /// A fresh policy under that name.
  func make() -> any Policy { sentence.policy(named: name) }

  /// For the report.
  var forReport: PolicySentence { PolicySentence(name: name, sentence: sentence.description) }
}
