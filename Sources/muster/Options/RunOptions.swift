import ArgumentParser
import MusterLab

/// What `replay` and `compare` have in common.
struct RunOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What work to run: see `muster traces`.", valueName: "spec"))
  var trace = "generated"

  @Option(
    help: ArgumentHelp(
      "What goes wrong, in seconds of the trace: crash(agent: 0, at: 60, for: 30); late(...).",
      valueName: "plan"))
  var faults: String?

  @Option(
    help: ArgumentHelp(
      "What policies of the same words begin with: a file that --save-learned or `muster fit router` wrote; give as "
        + "many as you like.", valueName: "file"))
  var learned: [String] = []

  @Option(help: ArgumentHelp("Write the results as JSON; - for standard output.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Write a self-contained page with plots.", valueName: "file"))
  var report: String?

  @Flag(help: "Leave the wall-clock figures out of the JSON: the same seeds then give the same bytes.")
  var noWallClock = false

  /// Where the JSON goes.
  var jsonFile: OutputFile? { json.map(OutputFile.init) }
  var reportFile: OutputFile? { report.map(OutputFile.init) }

  /// Whether standard output is for people.
  var speaks: Bool { jsonFile?.isStandardOutput != true && reportFile?.isStandardOutput != true }

  /// Throws where an output cannot be written.
  func checkOutputs() throws(CommandFailure) {
    try OutputFile.checkApart(json: json, report: report)
    try jsonFile?.check()
    try reportFile?.check()
  }

  /// The plan of `--faults`.
  func faultPlan() throws -> FaultPlan {
    guard let faults else { return .none }
    return try FaultPlan(parsing: faults)
  }
}
