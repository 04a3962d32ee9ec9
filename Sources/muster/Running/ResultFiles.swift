import MusterLab

/// Writes what was found to the files that were asked for.
struct ResultFiles {
  let options: RunOptions
  let title: String
  let trace: any Trace
  let policies: [PolicyChoice]
  let faults: FaultPlan

  func write(_ comparison: ComparisonResult) throws {
    try options.jsonFile?.write(comparison.json(includesWallClock: !options.noWallClock))
    try options.reportFile?.write(page(comparison))
  }

  private func page(_ comparison: ComparisonResult) -> String {
    var notes = [trace.summary]
    if !faults.faults.isEmpty { notes.append("Faults: \(faults.text)") }
    return HTMLReport(
      ReportInput(
        title: title, command: ShellWords.text(["muster"] + CommandLine.arguments.dropFirst()),
        comparison: comparison, policies: policies.map(\.forReport), notes: notes,
        details: [ReportDetail("Version", "muster \(Version.text)")])
    ).html
  }
}
