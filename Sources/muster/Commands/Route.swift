import ArgumentParser
import MusterLab

/// Routers between a weak and a strong model, on recorded answers.
struct Route: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure how well routers tell the prompts that need the strong model, by RouteLLM's curves.",
    discussion: """
      The file is a csv or csv.gz with the columns prompt, weak_correct and
      strong_correct. Each split learns from one half of the prompts and is
      tested on the other; settings are chosen within the learning half. The
      table says which labels each router saw. Then the words of the catalogue
      learn in one pass, from one answer a prompt.

      EXAMPLES
        muster route --trace routellm:gsm8k.csv.gz
        muster route --trace routellm:mmlu.csv.gz --splits 5 --json out.json
        muster route --trace mine.csv --router win-rate --router length
      """)

  @Option(help: ArgumentHelp("The answers: routellm:FILE or the file alone.", valueName: "spec"))
  var trace: String

  @Option(help: ArgumentHelp("How many splits, each with a seed of its own from 1 on.", valueName: "number"))
  var splits = 5

  @Option(
    name: .customLong("router"),
    help: ArgumentHelp("Run only this router; give as many as you like.", valueName: "name"))
  var routers: [String] = []

  @Flag(help: "Leave out what is learned in one pass.")
  var noOnline = false

  @Option(help: ArgumentHelp("Write the results as JSON; - for standard output.", valueName: "file"))
  var json: String?

  func validate() throws {
    guard (1...1000).contains(splits) else {
      throw ValidationError("found --splits \(splits), expected a number from 1 to 1000")
    }
    for name in routers where RoutingRouter(rawValue: name) == nil {
      let known = RoutingRouter.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("found --router \(name), expected one of \(known)")
    }
  }

  func run() async throws {
    let output = json.map(OutputFile.init)
    try output?.check()
    let prefix = "routellm:"
    let path = trace.hasPrefix(prefix) ? String(trace.dropFirst(prefix.count)) : trace
    let table = try RoutingTable(path: path)
    let study = RoutingStudy(table, seeds: (1...UInt64(splits)).map { $0 })
    let chosen = study.routers.filter { routers.isEmpty || routers.contains($0.rawValue) }
    let learners = noOnline ? [] : RoutingOnline.words + [RoutingOnline.refit]
    let bar = ProgressBar(label: "route", total: chosen.count + learners.count)
    defer { bar.finish() }
    var rows: [RoutingStudy.Row] = []
    for router in chosen {
      rows.append(study.run(router))
      bar.advance()
    }
    let pass = RoutingOnline(table, seeds: study.seeds)
    var online: [RoutingOnline.Row] = []
    for learner in learners {
      online += try pass.run(learner)
      bar.advance()
    }
    let report = RoutingReport(table, seeds: study.seeds, rows: rows, online: online)
    if output?.isStandardOutput != true { try Console.write(report.text(style: .detected())) }
    try output?.write(report.json)
  }
}
