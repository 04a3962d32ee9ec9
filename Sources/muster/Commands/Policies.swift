import ArgumentParser
import MusterLab
import MusterLearning
import MusterPolicy

/// The words that policies are made of.
struct Policies: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the words of policy sentences and the shorthands, or tell all about one.",
    discussion: """
      EXAMPLES
        muster policies
        muster policies fragmentation
        muster policies reward
      """)

  @ArgumentParser.Argument(help: "A word, a shorthand, or reward: what formulas of what counts are made of.")
  var word: String?

  @Option(help: ArgumentHelp("Write it as JSON; - for standard output.", valueName: "file"))
  var json: String?

  func run() throws {
    let output = json.map(OutputFile.init)
    try output?.check()
    let catalogue = Catalogue.complete
    let width = TerminalStyle.detected().width
    let text: String
    if word == "reward" {
      text = WordText(catalogue: catalogue, width: width).reward
    } else if let word {
      text = try WordText(catalogue: catalogue, width: width).detail(word)
    } else {
      text = WordText(catalogue: catalogue, width: width).list
    }
    if output?.isStandardOutput != true { try Console.write(text) }
    try output?.write(JSONText.of(CatalogueRecord(catalogue, only: word)))
  }
}
