import ArgumentParser
import MusterLab

/// Policies fitted to outcomes.
struct Fit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fit a policy to recorded outcomes, before it is put into service.",
    discussion: """
      EXAMPLES
        muster fit cascade --trace 'outcomes:outcomes.csv?half=1' --budget 0.063
        muster fit router --trace routellm:mine.csv --policy win-rate \\
          --out win-rate.learned
      """,
    subcommands: [FitCascade.self, FitRouter.self])
}

/// The best cascade for a budget.
struct FitCascade: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cascade",
    abstract: "Find which agents to try in which order: the most tasks solved for every budget.",
    discussion: """
      The trace must know what every agent does on every task. Fit on one half
      of the tasks and test on the other; give tasks as many attempts as the
      cascade has stages.

      EXAMPLES
        muster fit cascade --trace 'outcomes:outcomes.csv?half=1' \\
          --budget 0.063 --out cascade.policy
        muster compare --trace 'outcomes:outcomes.csv?half=2&attempts=3' \\
          --policy "$(cat cascade.policy)" --policy cascade --policy oracle
      """)

  @Option(help: ArgumentHelp("The outcomes to fit to: see `muster traces`.", valueName: "spec"))
  var trace: String

  @Option(help: ArgumentHelp("US dollars that a task may cost on average.", valueName: "dollars"))
  var budget: Double

  @Option(help: ArgumentHelp("The most stages, from 1 to 8.", valueName: "number"))
  var stages = 8

  @Option(help: ArgumentHelp("Write the best sentence to a file; - for standard output.", valueName: "file"))
  var out: String?

  func validate() throws {
    guard budget.isFinite, budget >= 0 else {
      throw ValidationError("found --budget \(budget), expected US dollars, at least 0")
    }
    guard (1...8).contains(stages) else {
      throw ValidationError("found --stages \(stages), expected a number from 1 to 8")
    }
  }

  func run() async throws {
    let output = out.map(OutputFile.init)
    try output?.check()
    let trace = try await TraceOpening.open(trace)
    let fit = try CascadeFit(to: try trace.workload(seed: 1), stages: stages, budget: budget)
    guard let best = fit.best else {
      throw CommandFailure.user(
        "found no agent that costs at most $\(budget) a task, expected a larger --budget")
    }
    if output?.isStandardOutput != true {
      try Console.write("\(trace.spec): \(trace.summary)\n\n\(fit.text)")
    }
    try output?.write(best.sentence + "\n")
  }
}
