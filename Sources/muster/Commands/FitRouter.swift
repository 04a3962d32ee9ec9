import ArgumentParser
import MusterCore
import MusterLab
import MusterPolicy

/// A router that knows a table of answers before its first task.
struct FitRouter: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "router",
    abstract: "Fit the routing words of a policy to recorded answers, all of them at once.",
    discussion: """
      The file is a csv or csv.gz with the columns prompt, weak_correct and
      strong_correct. The words win-rate and quality-gap get the exact ridge
      regression, knn, similarity and cluster-mean all answers as if seen.
      Other words that learn: muster replay --save-learned.

      What was learned belongs to the numbers of agents. The weak model is
      agent 1 and the strong one agent 2 unless --number says otherwise.

      EXAMPLES
        muster fit router --trace routellm:gsm8k.csv.gz \\
          --policy 'win-rate(threshold: 0.6)' --out win-rate.learned
        muster fit router --trace mine.csv --policy knn --out knn.learned \\
          --number weak=3 --number strong=7
      """)

  @Option(help: ArgumentHelp("The answers: routellm:FILE or the file alone.", valueName: "spec"))
  var trace: String

  @Option(help: ArgumentHelp("A sentence with a routing word: see `muster policies`.", valueName: "sentence"))
  var policy: String

  @Option(
    help: ArgumentHelp(
      "Write what was learned, for --learned and the server's setting learned.", valueName: "file")
  )
  var out: String

  @Option(
    name: .customLong("number"),
    help: ArgumentHelp("The number of the agent weak or strong where it serves.", valueName: "name=number"))
  var numbers: [String] = []

  func run() async throws {
    try OutputFile(out).check()
    let given = try AgentNumber.all(numbers)
    var agents = ["weak", "strong"].enumerated().map { Agent(id: AgentID(UInt64($0) + 1), name: $1) }
    try AgentNumber.apply(given, to: &agents)
    let sentence: Sentence
    do throws(SentenceError) { sentence = try Sentence(policy) } catch {
      throw CommandFailure.user("policy \"\(policy)\": \(error)")
    }
    let prefix = "routellm:"
    let path = trace.hasPrefix(prefix) ? String(trace.dropFirst(prefix.count)) : trace
    let table = try RoutingTable(path: path)
    guard let state = table.fitted(sentence, weak: agents[0].id, strong: agents[1].id) else {
      throw CommandFailure.user(
        "policy \"\(policy)\": found no routing word, expected win-rate, quality-gap, knn, similarity or cluster-mean"
      )
    }
    try LearnedFile.write(state, to: out)
    try Console.print("\(out): \(sentence.description), fitted to \(table.count) prompts")
  }
}
