import ArgumentParser
import MusterLab

/// Many policies on one trace.
struct Compare: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run several policies over the same seeds and say which is better, and how surely.",
    discussion: """
      The first policy is the one that the others are compared with, seed by
      seed. Without --policy a set that suits the trace is taken. The policy
      oracle is the bound: it knows what the trace itself knows.

      EXAMPLES
        muster compare --trace openb:pods_default.csv \\
          --policy fgd --policy best-fit --seeds 42...51 --json out.json
        muster compare --trace 'generated?tasks=2000' --report out.html
        muster compare --policy 'feasible | least-loaded | best' \\
          --policy random --seeds 1,2,5
        muster compare --trace 'shock:?kind=A_unavailable' --seeds 1...20 \\
          --policy sentinel --policy symphony-coord --policy oracle

      With --reward policies learn from what a formula says counts, whatever was
      reported; metrics go by what happened all the same.
        muster compare --trace outcomes:outcomes.csv \\
          --policy fit-to-kind --policy thompson --reward 'succeeded - 3*dollars'

      With --counterfactual nothing is run: a log says what the policies would
      have brought, by the chance with which each would have made the logged
      decisions. The log must have been written with some chance, as
      explore(0.1) or sampled bring in.
        muster compare --trace log:day.muster --counterfactual \\
          --policy 'feasible | cheapest | explore(0.1)' --policy fastest
      """)

  @OptionGroup var options: RunOptions

  @Option(
    name: .customLong("policy"),
    help: ArgumentHelp("A sentence or a shorthand; give as many as you like.", valueName: "sentence"))
  var policies: [String] = []

  @OptionGroup var rewards: RewardOptions

  @OptionGroup var seeds: SeedOptions

  @Option(help: ArgumentHelp("Runs at a time (default: one a core).", valueName: "number"))
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "The metrics to show: headlines, all, or names with commas. Files always hold all.", valueName: "names")
  )
  var metrics = "headlines"

  @Flag(
    name: .customLong("counterfactual"),
    help: "Judge the policies by the decisions of a log (--trace log:FILE), without running them.")
  var isCounterfactual = false

  @Option(
    help: ArgumentHelp(
      "With --counterfactual: how often the intervals should hold the truth.", valueName: "share"))
  var level = 0.9

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("found --jobs \(jobs), expected at least 1") }
    guard level >= 0, level < 1 else {
      throw ValidationError("found --level \(level), expected a number from 0 to below 1")
    }
  }

  func run() async throws {
    if isCounterfactual {
      try validateCounterfactual()
      return try await judgeByLog()
    }
    try options.checkOutputs()
    let faults = try options.faultPlan()
    let learned = try LearnedFile.read(options.learned)
    let reward = try rewards.rule()
    let given = try PolicyChoice.all(policies)
    let seeds = seeds.list(else: Array(1...5))
    let trace = try await TraceOpening.open(options.trace)
    try RunFailure.check(faults, on: trace, seed: seeds[0])
    let choices = given.isEmpty ? try standard(trace, seed: seeds[0]) : given
    let runs = ManyRuns(
      trace: trace, policies: choices, seeds: seeds, faults: faults, reward: reward,
      jobs: jobs ?? Cores.count,
      learned: learned)
    let comparison = try await runs.run(label: "compare")
    if options.speaks {
      try Console.print("\(trace.spec): \(trace.summary)\n")
      if !faults.faults.isEmpty { try Console.print("faults: \(faults.text)\n") }
      if let reward { try Console.print("reward: \(reward)\n") }
      try Console.write(
        comparison.table(
          metrics: try shown(comparison), includesWallClock: metrics == "all", style: TerminalStyle.detected()
        ))
    }
    try ResultFiles(
      options: options, title: "Policies on \(trace.spec)", trace: trace, policies: choices, faults: faults
    ).write(comparison)
  }

  private func standard(_ trace: any Trace, seed: UInt64) throws -> [PolicyChoice] {
    try PolicyChoice.all(DefaultPolicies.names(for: try trace.workload(seed: seed)))
  }

  private func shown(_ comparison: ComparisonResult) throws -> [String]? {
    switch metrics {
    case "all": return nil
    case "headlines":
      let names = MetricCatalogue.headlines.filter(comparison.metrics.contains)
      return names.isEmpty ? nil : names
    default:
      let names = metrics.split(separator: ",").map { String($0) }
      for name in names
      where !comparison.metrics.contains(name) && !comparison.wallClockMetrics.contains(name) {
        throw CommandFailure.user(
          "metric \"\(name)\": found no such metric in this comparison, expected some of "
            + comparison.metrics.joined(separator: ", "))
      }
      return names
    }
  }
}
