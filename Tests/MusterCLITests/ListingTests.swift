import Foundation
import MusterLearning
import MusterPolicy
import Testing

import MusterLab

/// The lists hold all there is, and the examples in them are true.
@Suite(.enabled(if: Program.isBuilt, Program.absence))
struct ListingTests {
  private let catalogue = Catalogue.complete

  @Test func everyWordAndShorthandIsListed() throws {
    let lines = try Program.run("policies", in: Scratch()).output.split(separator: "\n")
    for word in catalogue.words {
      #expect(
        lines.contains { $0.hasPrefix("  \(word.name) ") || $0.hasPrefix("  \(word.name)(") }, "\(word.name)")
    }
    for shorthand in catalogue.shorthands {
      #expect(lines.contains { $0.hasPrefix("  \(shorthand.name) ") }, "\(shorthand.name)")
    }
  }

  @Test func whatRewardsAreMadeOf() throws {
    let outcome = try Program.run("policies", "reward", in: Scratch())
    #expect(outcome.code == 0)
    for section in RewardReference.sections {
      for entry in section.entries { #expect(outcome.output.contains("  \(entry.term)"), "\(entry.term)") }
    }
    for example in RewardReference.examples { #expect(outcome.output.contains(example)) }
  }

  @Test func everyWordIsToldInFull() throws {
    for word in catalogue.words {
      let outcome = try Program.run("policies", word.name, in: Scratch())
      #expect(outcome.code == 0)
      #expect(outcome.output.contains("From: \(word.source)"), "\(word.name)")
      for parameter in word.parameters {
        #expect(
          outcome.output.contains("\(parameter.name): \(parameter.standard)"),
          "\(word.name) \(parameter.name)")
      }
    }
    for shorthand in catalogue.shorthands {
      let outcome = try Program.run("policies", shorthand.name, in: Scratch())
      #expect(outcome.output.contains("\(shorthand.name) = \(shorthand.sentence)"), "\(shorthand.name)")
    }
  }

  @Test func oneWordToTheLetter() throws {
    let outcome = try Program.run("policies", "fragmentation", in: Scratch())
    #expect(
      outcome.output.hasPrefix(
        """
        fragmentation: a score
          0...100: by how little the usefulness of the agent's idle devices falls.
          From: FGD, Weng et al., ATC'23

          Parameters
            weight: 1  What its score counts for in the sum. (a number from -1000000 to 1000000)

          Used by
            fgd  feasible | fragmentation | best

        """))
  }

  @Test func theWordsAsJSON() throws {
    let outcome = try Program.run("policies", "--json", "-", in: Scratch())
    let file = try JSONFile.object(Data(outcome.output.utf8))
    #expect(
      try JSONFile.objects(file["words"]).compactMap { $0["name"] as? String } == catalogue.words.map(\.name))
    #expect(
      try JSONFile.objects(file["shorthands"]).compactMap { $0["sentence"] as? String }
        == catalogue.shorthands.map(\.sentence))
  }

  @Test func everyKindOfTraceIsListed() throws {
    let schemes = TraceCatalogue().schemes
    let listed = try Program.run("traces", in: Scratch()).output
    for name in schemes.map(\.name) + ["log"] { #expect(listed.contains("\n  \(name) "), "\(name)") }
    for scheme in schemes {
      let outcome = try Program.run("traces", scheme.name, in: Scratch())
      #expect(outcome.code == 0)
      #expect(outcome.output.contains(scheme.example), "\(scheme.name)")
      for key in scheme.parameters { #expect(outcome.output.contains("    \(key.name) "), "\(key.name)") }
    }
  }
}
