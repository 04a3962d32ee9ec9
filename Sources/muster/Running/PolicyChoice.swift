import MusterCore
import MusterLab
import MusterPolicy

/// A policy as it was asked for, read.
struct PolicyChoice {
  /// What results call it: a shorthand, or the sentence as written.
  let name: String
  /// Nil for the lab's oracle.
  let sentence: Sentence?

  init(_ text: String) throws(CommandFailure) {
    name = text
    do throws(SentenceError) {
      sentence = try text == OraclePolicy.name ? nil : Sentence(text)
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

  /// A fresh policy under that name, for a workload of a trace. Throws ``OracleError``.
  func make(for workload: Workload, of trace: any Trace) throws -> any Policy {
    if let sentence { return sentence.policy(named: name) }
    return try OraclePolicy(workload, trace: trace.spec)
  }

  /// The sentence in full, or what the oracle is.
  var description: String { sentence?.description ?? "the agent most likely to succeed, as the world knows" }

  /// For the report.
  var forReport: PolicySentence {
    PolicySentence(name: name, sentence: description)
  }
}
