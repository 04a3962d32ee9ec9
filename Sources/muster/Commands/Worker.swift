import ArgumentParser
import Dispatch
import Foundation
import Logging
import MusterServer

/// An agent that runs a program for each task.
struct WorkerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker",
    abstract: "Take work from a server and run a program for each task.",
    discussion: """
      The program gets the task's input, as JSON, on standard input. What it writes to
      standard output is the task's output; the end of standard error tells why it
      failed. It finds MUSTER_TASK, MUSTER_LEASE, MUSTER_ATTEMPT, MUSTER_KIND,
      MUSTER_TENANT and TRACEPARENT in its environment. Exit status 0 is a success,
      all others are failures that may be tried again, except those of --fatal-exit.

      SIGTERM and Ctrl-C finish what runs and take no more; the second one ends it.

      EXAMPLE
        muster worker --server http://127.0.0.1:8484 --name ada -- python3 agent.py
      """)

  @Option(help: ArgumentHelp("The address of the server.", valueName: "url"))
  var server: String

  @Option(help: ArgumentHelp("What the agent is called; one worker each.", valueName: "name"))
  var name: String

  @Option(name: .customLong("skill"), help: ArgumentHelp("A skill that tasks may demand.", valueName: "name"))
  var skills: [String] = []

  @Option(
    name: .customLong("kind"),
    help: ArgumentHelp("A kind of task that it takes; all, if none.", valueName: "name"))
  var kinds: [String] = []

  @Option(help: ArgumentHelp("The most programs at once.", valueName: "number"))
  var concurrency = 1

  @Option(help: ArgumentHelp("The file of the API key; else MUSTER_API_KEY holds it.", valueName: "file"))
  var keyFile: String?

  @Option(
    name: .customLong("fatal-exit"),
    help: ArgumentHelp("An exit status with which trying again is pointless.", valueName: "status"))
  var fatalExits: [Int32] = []

  @Option(help: ArgumentHelp("A program that takes longer is ended.", valueName: "seconds"))
  var timeout: Double?

  @Flag(name: .shortAndLong, help: "Tell of each task on standard error.")
  var verbose = false

  @Argument(
    parsing: .postTerminator, help: ArgumentHelp("The program and its arguments.", valueName: "command"))
  var command: [String] = []

  func run() async throws {
    let terms = try terms()
    var settings = ObservabilitySettings()
    settings.level = verbose ? .debug : .notice
    let worker = Worker(terms, logger: LogLines.logger("worker", settings))
    let signals = StopSignals { count in
      Task { if count == 1 { await worker.drain() } else { await worker.stop() } }
    }
    defer { signals.cancel() }
    do {
      try await worker.run()
    } catch let failure as WorkerFailure {
      throw CommandFailure.user("\(failure)")
    }
  }

  private func terms() throws(CommandFailure) -> WorkerTerms {
    guard let address = WebAddress(server) else {
      throw .user("--server: found \"\(server)\", expected an address such as http://127.0.0.1:8484")
    }
    if command.isEmpty { throw .user("found no program, expected one behind --, as in: -- python3 agent.py") }
    if name.isEmpty || name.unicodeScalars.count > 200 {
      throw .user("--name: found \(name.unicodeScalars.count) characters, expected 1 to 200")
    }
    guard (1...10_000).contains(concurrency) else {
      throw .user("--concurrency: found \(concurrency), expected a number from 1 to 10000")
    }
    if let timeout, !(timeout > 0 && timeout <= 1e9) {
      throw .user("--timeout: found \(timeout), expected seconds above 0")
    }
    var terms = WorkerTerms(server: address, name: name, command: command)
    terms.skills = skills
    terms.kinds = kinds
    terms.concurrency = concurrency
    terms.fatalExits = Set(fatalExits)
    terms.timeout = timeout.map { Int64($0 * 1e9) }
    terms.key = try key()
    return terms
  }

  private func key() throws(CommandFailure) -> Secret? {
    var text = ProcessInfo.processInfo.environment["MUSTER_API_KEY"]
    if let keyFile {
      do { text = try String(contentsOfFile: keyFile, encoding: .utf8) } catch {
        throw .user("--key-file: cannot read \(keyFile)")
      }
    }
    guard let key = text?.trimmingCharacters(in: .whitespacesAndNewlines), !key.isEmpty else {
      if keyFile != nil { throw .user("--key-file: found an empty file, expected a key") }
      return nil
    }
    guard key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
      throw .user("found a key of several words or lines, expected one such as mk_...")
    }
    return Secret(key)
  }
}
