import MusterCore
import MusterLab

extension Compare {
  /// Judges the policies by what a log says, without running any: see `MusterLab.Counterfactual`.
  func judgeByLog() async throws {
    try options.checkOutputs()
    let choices = try PolicyChoice.all(policies)
    guard !choices.isEmpty else {
      throw CommandFailure.user("found --counterfactual without --policy, expected the policies to judge")
    }
    let spec = try TraceSpec(options.trace)
    guard spec.scheme == LogScheme.name, !spec.path.isEmpty, spec.pairs.isEmpty else {
      throw CommandFailure.user(
        "found --counterfactual with --trace \(options.trace), expected log:FILE: only a log holds decisions")
    }
    let targets = try choices.map { ($0.name, try $0.sentence()) }
    let reward = try rewards.rule()
    let report: CounterfactualReport
    do {
      let replay = try await LogReplay.read(spec.path) { engine throws(CounterfactualError) in
        try Counterfactual(from: engine, targets: targets, reward: reward)
      }
      report = try replay.report(level: level)
    } catch let error as CounterfactualError {
      throw CommandFailure.user("\(spec.path): \(error)")
    }
    if options.speaks { try Console.write(report.table(style: TerminalStyle.detected())) }
    try options.jsonFile?.write(report.json(trace: spec.text))
  }

  /// Throws where an option is given that a judgement by a log has no use for, or the other way round.
  func validateCounterfactual() throws {
    guard isCounterfactual else { return }
    let useless = [
      ("--faults", options.faults != nil), ("--learned", !options.learned.isEmpty),
      ("--report", options.report != nil),
      ("--seed or --seeds", seeds.seeds != nil || seeds.seed != nil), ("--jobs", jobs != nil),
    ]
    for (name, isGiven) in useless where isGiven {
      throw CommandFailure.user(
        "found \(name) with --counterfactual, expected none: nothing is run, the log is all there is")
    }
  }
}
