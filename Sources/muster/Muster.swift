import ArgumentParser

/// The command line of Muster.
@main
struct Muster: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "muster",
    abstract: "Decides which agent of a changing pool does which task, and tells how well it went.",
    discussion: """
      A policy is a sentence of words: "feasible | fragmentation | best". See
      `muster policies`. A trace is a file of real work, or work made up. See
      `muster traces`.

      EXAMPLE
        muster compare --trace generated --policy least-loaded --policy random
      """,
    version: Version.text,
    subcommands: [
      Serve.self, WorkerCommand.self, Config.self, Backup.self, Replay.self, Compare.self, Fit.self,
      Train.self,
      Route.self,
      Simulate.self, Policies.self, Traces.self, Why.self,
    ])

  /// Runs the command that was asked for. Whatever goes wrong is said in one line, and in the exit code:
  /// 2 for what the user can mend, 1 for the rest.
  static func main() async {
    Interrupts.clearUp()
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      CommandFailure(error).exit()
    }
  }
}
