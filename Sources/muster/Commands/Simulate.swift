import ArgumentParser
import MusterLab

/// The fault campaign.
struct Simulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run random workloads under random faults and check the engine after every step.",
    discussion: """
      After every step: no task is lost, none ends twice, no capacity or budget
      is exceeded, gangs are whole, dependencies hold, and recovery from the log
      gives the same state. A seed that fails is told with the command that
      reproduces it, and with the smallest plan found that fails too; the exit
      code is then 1.

      EXAMPLES
        muster simulate --seeds 1000
        muster simulate --seed 17
        muster simulate --plan \\
          'seed=17,agents=2,tasks=9,tenants=1,policy=random,with=gangs'
      """)

  @OptionGroup var seeds: SeedOptions

  @Option(help: ArgumentHelp("Run this plan instead, as a failing seed prints it.", valueName: "text"))
  var plan: String?

  @Option(help: ArgumentHelp("Runs at a time (default: one a core).", valueName: "number"))
  var jobs: Int?

  @Flag(help: "Do not look for a smaller plan that fails.")
  var noShrink = false

  @Option(help: ArgumentHelp("Write what was found as JSON; - for standard output.", valueName: "file"))
  var json: String?

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("found --jobs \(jobs), expected at least 1") }
    if plan != nil, seeds.seeds != nil || seeds.seed != nil {
      throw ValidationError("found --plan and seeds, expected one of them: a plan holds its seed")
    }
  }

  func run() async throws {
    let output = json.map(OutputFile.init)
    try output?.check()
    let clock = ContinuousClock()
    let start = clock.now
    let findings: Findings
    if let plan {
      let scenario = try Scenario(parsing: plan)
      _ = try PolicyChoice(scenario.policy)
      findings = try Findings(of: scenario, shrinks: !noShrink)
    } else {
      findings = Findings(try await campaign())
    }
    let seconds = (clock.now - start) / .seconds(1)
    let text = CampaignText(findings: findings, seconds: seconds, isPlan: plan != nil)
    if output?.isStandardOutput != true { try Console.write(text.text) }
    try output?.write(JSONText.of(CampaignRecord(findings, seconds: seconds)))
    if !findings.failures.isEmpty { throw CommandFailure.other(text.verdict) }
  }

  private func campaign() async throws -> Campaign.Report {
    let seeds = seeds.list(else: Array(1...1000))
    let bar = ProgressBar(label: "simulate", total: seeds.count)
    defer { bar.finish() }
    return try await Campaign(seeds: seeds, shrinks: !noShrink).run(workers: jobs ?? Cores.count) { _ in
      bar.advance()
    }
  }
}
