import ArgumentParser
import Foundation
import MusterPolicy

/// What counts, laid over the rewards that were reported.
struct RewardOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What counts, as 'succeeded - 0.2*sqrt(seconds) - 0.15*dollars': see `muster policies reward`.",
      valueName: "formula"))
  var reward: String?

  @Option(
    help: ArgumentHelp(
      "What the field rubric means: a file with lines such as \"bonus clear 1 on correct\".",
      valueName: "file"))
  var rubric: String?

  /// The rule; nil for rewards as reported.
  func rule() throws(CommandFailure) -> RewardRule? {
    guard let reward else {
      if rubric != nil { throw .user("found --rubric without --reward, expected a formula that asks for it") }
      return nil
    }
    let rubric = try readRubric()
    do throws(FormulaError) {
      return try RewardRule(reward, rubric: rubric)
    } catch {
      throw .user("reward \"\(reward)\": \(error)")
    }
  }

  private func readRubric() throws(CommandFailure) -> Rubric? {
    guard let rubric else { return nil }
    guard let text = try? String(contentsOfFile: rubric, encoding: .utf8) else {
      throw .user("cannot read \(rubric), expected a rubric in UTF-8")
    }
    do throws(Rubric.Fault) {
      return try Rubric(text)
    } catch {
      throw .user("\(rubric): \(error)")
    }
  }
}
