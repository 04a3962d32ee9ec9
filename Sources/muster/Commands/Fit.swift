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
    abstract:
      "Find which agents to try in which order, and when to stop: the most tasks solved for every budget.",
    discussion: """
      The trace must know what every agent does on every task. Fit on one half
      of the tasks and test on the other; give tasks as many attempts as the
      cascade has stages.

      An answer is kept by the verifier's yes, by a threshold of its confidence
      for each stage (FrugalGPT), or by all its confidences so far (AutoMix);
      these two are for a verifier that grades.

      EXAMPLES
        muster fit cascade --trace 'outcomes:outcomes.csv?half=1' \\
          --budget 0.063 --out cascade.policy
        muster compare --trace 'outcomes:outcomes.csv?half=2&attempts=3' \\
          --policy "$(cat cascade.policy)" --policy cascade --policy oracle
        muster fit cascade --by thresholds --budget 0.063 \\
          --trace 'outcomes:outcomes.csv?half=1&verifier-strength=3'
      """)

  @Option(help: ArgumentHelp("The outcomes to fit to: see `muster traces`.", valueName: "spec"))
  var trace: String

  @Option(help: ArgumentHelp("US dollars that a task may cost on average.", valueName: "dollars"))
  var budget: Double

  @Option(
    help: ArgumentHelp(
      "What keeps an answer: verdict, thresholds or self-verification.", valueName: "method"),
    transform: FitCascade.method)
  var by = CascadeFit.Method.verdict

  @Option(
    help: ArgumentHelp(
      "The most stages, from 1 to 8, by self-verification to 4. (default: 8 by verdict, else 3)",
      valueName: "number"))
  var stages: Int?

  @Option(help: ArgumentHelp("Write the best sentence to a file; - for standard output.", valueName: "file"))
  var out: String?

  @Option(
    help: ArgumentHelp("Write the whole front as JSON to a file; - for standard output.", valueName: "file"))
  var json: String?

  func validate() throws {
    guard budget.isFinite, budget >= 0 else {
      throw ValidationError("found --budget \(budget), expected US dollars, at least 0")
    }
    if let stages, !(1...by.stageLimit).contains(stages) {
      throw ValidationError(
        "found --stages \(stages) --by \(by.rawValue), expected a number from 1 to \(by.stageLimit)")
    }
  }

  func run() async throws {
    let outputs = (sentence: out.map(OutputFile.init), front: json.map(OutputFile.init))
    try outputs.sentence?.check()
    try outputs.front?.check()
    let trace = try await TraceOpening.open(trace)
    let fit = try CascadeFit(to: try trace.workload(seed: 1), stages: stages, budget: budget, by: by)
    guard let best = fit.best else {
      throw CommandFailure.user(
        "found no agent that costs at most $\(budget) a task, expected a larger --budget")
    }
    if outputs.sentence?.isStandardOutput != true, outputs.front?.isStandardOutput != true {
      try Console.write("\(trace.spec): \(trace.summary)\n\n\(fit.text)")
    }
    try outputs.sentence?.write(best.sentence + "\n")
    try outputs.front?.write(fit.json(trace: trace.spec))
  }

  private static func method(_ name: String) throws -> CascadeFit.Method {
    if let method = CascadeFit.Method(rawValue: name) { return method }
    throw ValidationError(
      "found --by \(name), expected one of \(CascadeFit.Method.allCases.map(\.rawValue).joined(separator: ", "))"
    )
  }
}
