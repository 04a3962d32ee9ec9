import ArgumentParser
import Foundation
import MusterServer

/// The settings of `muster serve`.
struct Config: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check and show the settings of `muster serve`.",
    subcommands: [Check.self, Show.self, Example.self, Reference.self])

  /// Where settings come from.
  struct Sources: ParsableArguments {
    @Option(help: ArgumentHelp("The YAML file of settings.", valueName: "file"))
    var config: String?

    @Option(
      name: .customLong("set"), help: ArgumentHelp("One setting, as KEY=VALUE.", valueName: "key=value"))
    var overrides: [String] = []

    /// The settings. Every problem is said, in a line of its own, and the command ends with 2.
    func load() throws(CommandFailure) -> Settings {
      var values: [String: String] = [:]
      for override in overrides {
        guard let separator = override.firstIndex(of: "=") else {
          throw .user("--set \(override): found no =, expected KEY=VALUE")
        }
        values[String(override[..<separator])] = String(override[override.index(after: separator)...])
      }
      return try Self.load(config, overrides: values)
    }

    /// The settings of a file and the environment. Every problem is said as above.
    static func load(
      _ file: String?, overrides: [String: String] = [:]
    ) throws(CommandFailure) -> Settings {
      do throws(SettingsError) {
        return try Settings.load(
          file: file, environment: ProcessInfo.processInfo.environment, overrides: overrides)
      } catch {
        for problem in error.problems { Console.complain("\(problem)") }
        throw .user("")
      }
    }
  }

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say everything that is wrong with the settings; exit with 2 if something is.")

    @OptionGroup var sources: Sources

    func run() async throws {
      let settings = try sources.load()
      for warning in settings.warnings { Console.complain("warning: \(warning)") }
      let name = sources.config.map { "\($0): " } ?? ""
      let count = settings.warnings.count
      try Console.print(
        name + (count == 0 ? "sound" : "sound, with \(Number.count(UInt64(count), "warning"))"))
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the settings as they are in force, defaults included, without secrets.")

    @OptionGroup var sources: Sources

    func run() async throws { try Console.write(try sources.load().redactedText) }
  }

  struct Example: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a settings file with all defaults, explained.")

    func run() async throws { try Console.write(SettingsReference.example) }
  }

  struct Reference: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List all keys: kinds, defaults, variables, meanings.")

    func run() async throws { try Console.write(SettingsReference.text) }
  }
}
