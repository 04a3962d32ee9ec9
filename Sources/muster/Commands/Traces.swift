import ArgumentParser
import MusterLab

/// The kinds of trace.
struct Traces: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the kinds of trace, or tell all about one.",
    discussion: """
      A trace is written SCHEME:PATH?KEY=VALUE&KEY=VALUE.

      EXAMPLES
        muster traces
        muster traces openb
      """)

  @Argument(help: "A scheme.")
  var scheme: String?

  @Option(help: ArgumentHelp("Write it as JSON; - for standard output.", valueName: "file"))
  var json: String?

  func run() throws {
    let output = json.map(OutputFile.init)
    try output?.check()
    let catalogue = TraceOpening.catalogue
    let chosen = catalogue.schemes.filter { scheme == nil || $0.name == scheme }
    // To open it is to be told what is wrong with the name.
    if let scheme, chosen.isEmpty { _ = try catalogue.open(scheme) }
    let text = SchemeText(schemes: chosen, width: TerminalStyle.detected().width)
    if output?.isStandardOutput != true { try Console.write(scheme == nil ? text.list : text.details) }
    try output?.write(JSONText.of(chosen.map(SchemeRecord.init)))
  }
}
