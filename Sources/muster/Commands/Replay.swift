import ArgumentParser
import MusterLab
import MusterPolicy

/// One policy on one trace.
struct Replay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run one policy on one trace and say how it went.",
    discussion: """
      EXAMPLES
        muster replay --trace openb:pods_default.csv --policy fgd --seed 42
        muster replay --trace 'generated?tasks=2000' --log run.muster
        muster replay --trace log:run.muster --policy best-fit
        muster replay --faults 'crash(agent: 0, at: 60, for: 30)'
        muster replay --trace log:run.muster --policy thompson \\
          --save-learned thompson.learned
        muster replay --policy fit-to-kind --reward 'succeeded - 3*dollars'
      """)

  @OptionGroup var options: RunOptions

  @Option(help: ArgumentHelp("A sentence or a shorthand: see `muster policies`.", valueName: "sentence"))
  var policy: String?

  @OptionGroup var rewards: RewardOptions

  @OptionGroup var seeds: SeedOptions

  @Option(
    help: ArgumentHelp("Write what happened into a new log, for log: and `muster why`.", valueName: "file"))
  var log: String?

  @Option(
    help: ArgumentHelp(
      "Write what the policy has learned by the end, for --learned and the server's setting learned.",
      valueName: "file"))
  var saveLearned: String?

  @Option(
    name: .customLong("number"),
    help: ArgumentHelp(
      "With --save-learned: the number that an agent of the trace has where the file will serve: weak=3.",
      valueName: "name=number"))
  var numbers: [String] = []

  func validate() throws {
    if !numbers.isEmpty, saveLearned == nil {
      throw ValidationError("found --number without --save-learned, expected both")
    }
  }

  func run() async throws {
    try options.checkOutputs()
    if let log { try RunLog.check(log) }
    if let saveLearned { try OutputFile(saveLearned).check() }
    let learned = try LearnedFile.read(options.learned)
    let numbers = try AgentNumber.all(numbers)
    let faults = try options.faultPlan()
    let reward = try rewards.rule()
    let seeds = seeds.list(else: [1])
    if log != nil, seeds.count > 1 {
      throw CommandFailure.user("found --log with \(seeds.count) seeds, expected one: a log holds one run")
    }
    if saveLearned != nil, seeds.count > 1 {
      throw CommandFailure.user("found --save-learned with \(seeds.count) seeds, expected one")
    }
    let given = try policy.map { text throws(CommandFailure) in try PolicyChoice(text) }
    let trace = try await TraceOpening.open(options.trace)
    let policy = try given ?? standard(trace, seed: seeds[0])
    try RunFailure.check(faults, on: trace, seed: seeds[0])
    let files = ResultFiles(
      options: options, title: "\(policy.name) on \(trace.spec)", trace: trace, policies: [policy],
      faults: faults)
    if options.speaks { try Console.write(head(trace, policy, seeds, faults, reward)) }

    let comparison: ComparisonResult
    var logged: UInt64?
    if seeds.count == 1 {
      let run = SingleRun(
        trace: trace, policy: try policy.taught(learned), seed: seeds[0], faults: faults, reward: reward,
        numbers: numbers)
      let result: RunResult
      let state: LearnedState
      ((result, state), logged) = try await single(run)
      if let saveLearned { try LearnedFile.write(state, to: saveLearned) }
      comparison = ComparisonResult(trace: trace.spec, results: [result], policies: [policy.name])
      if options.speaks {
        try Console.write(RunSummary(result: result, width: TerminalStyle.detected().width).text)
      }
    } else {
      let runs = ManyRuns(
        trace: trace, policies: [policy], seeds: seeds, faults: faults, reward: reward, jobs: Cores.count,
        learned: learned)
      comparison = try await runs.run(label: "replay")
      if options.speaks {
        try Console.write("\n" + comparison.table(includesWallClock: true, style: TerminalStyle.detected()))
      }
    }
    try files.write(comparison)
    if let log, let logged, options.speaks {
      try Console.print("\nlog \(log): \(Number.count(logged, "fact")); replay it with --trace log:\(log)")
    }
  }

  /// Runs it, with the log if there is one.
  private func single(_ run: SingleRun) async throws -> ((RunResult, LearnedState), UInt64?) {
    guard let log else { return (try await run.run(log: nil), nil) }
    let writer = try await RunLog(creating: log)
    do {
      let result = try await run.run(log: writer)
      return (result, try writer.finish())
    } catch {
      writer.discard()
      throw error
    }
  }

  private func standard(_ trace: any Trace, seed: UInt64) throws -> PolicyChoice {
    let names = DefaultPolicies.names(for: try trace.workload(seed: seed))
    return try PolicyChoice(names.first ?? "random")
  }

  private func head(
    _ trace: any Trace, _ policy: PolicyChoice, _ seeds: [UInt64], _ faults: FaultPlan, _ reward: RewardRule?
  ) -> String {
    var text = "trace   \(trace.spec): \(trace.summary)\n"
    let meaning = policy.meaning
    text += "policy  \(policy.name)" + (meaning == policy.name ? "\n" : " = \(meaning)\n")
    text += seeds.count == 1 ? "seed    \(seeds[0])\n" : "seeds   \(seeds.count)\n"
    if let reward { text += "reward  \(reward)\n" }
    if !faults.faults.isEmpty { text += "faults  \(faults.text)\n" }
    return text
  }
}
