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
    let schemes = TraceOpening.catalogue.schemes
    let text = SchemeText(schemes: schemes, width: TerminalStyle.detected().width)
    let shown = try scheme.map { name throws(Failure) in try text.detail(name) } ?? text.list
    if output?.isStandardOutput != true { try Console.write(shown) }
    try output?.write(
      JSONText.of(schemes.filter { scheme == nil || $0.name == scheme }.map(SchemeRecord.init)))
  }
}
