import ArgumentParser
import MusterCore
import MusterLab

/// The story of a task.
struct Why: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell the life of a task from a log: who could have done it, who did, and why.",
    discussion: """
      EXAMPLE
        muster replay --trace 'generated?tasks=500' --log run.muster
        muster why 17 --log run.muster
        muster why 17 --log run.muster --reward 'succeeded - 3*dollars'
      """)

  @Argument(help: "The task's number.")
  var task: UInt64

  @Option(help: ArgumentHelp("The log.", valueName: "file"))
  var log: String

  @OptionGroup var rewards: RewardOptions

  @Option(help: ArgumentHelp("Write it as JSON; - for standard output.", valueName: "file"))
  var json: String?

  func run() async throws {
    let output = json.map(OutputFile.init)
    try output?.check()
    var life = TaskLife(of: TaskID(task), reward: try rewards.rule())
    try await LogContent.read(log) { life.take($0) }
    guard let submitted = life.submitted else {
      throw CommandFailure.user("\(log): found no task \(task), expected \(life.known)")
    }
    if output?.isStandardOutput != true { try Console.write(TaskLifeText(life: life, task: submitted).text) }
    try output?.write(JSONText.of(TaskLifeRecord(life: life)))
  }
}
