import ArgumentParser
import Foundation
import MusterServer
import NIOPosix

/// The live orchestrator.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the live orchestrator: an API for tasks and agents, and an OpenAI-compatible face.",
    discussion: """
      Settings come from a YAML file, from variables (MUSTER_SERVER_PORT) and from
      --set, which wins. `muster config reference` lists them all.

      EXAMPLE
        muster serve --config muster.yaml
        muster serve --demo --set server.port=8080
      """)

  @OptionGroup var sources: Config.Sources

  @Flag(help: "Add a pool of simulated agents to try it out with.")
  var demo = false

  func run() async throws {
    Allocator.tune()
    let settings = try settings()
    for warning in settings.warnings { Console.complain("\(warning)") }
    let logger = LogLines.logger("muster", settings.observability)
    let server = LiveServer(
      settings, logger: logger, say: { Console.complain($0) },
      onListening: { address in
        try? Console.write("muster: listening on \(address)\n" + (demo ? Self.firstSteps(address) : ""))
      })
    do {
      try await server.run()
    } catch {
      throw CommandFailure.user("\(error)")
    }
  }

  private func settings() throws -> Settings {
    var settings = try sources.load()
    if demo, settings.simulated.isEmpty { settings.simulated = Self.demoPool }
    return settings
  }

  private static var demoPool: [SimulatedSettings] {
    [("swift-fox", 40, 0.0, 20_000), ("wise-owl", 250, 0.0, 200_000), ("moody-cat", 90, 0.2, 5_000)].map {
      name, milliseconds, failure, price in
      var agent = SimulatedSettings()
      agent.name = name
      agent.latency = Int64(milliseconds) * 1_000_000
      agent.failure = failure
      agent.price = Int64(price) / 1000
      agent.concurrency = 8
      return agent
    }
  }

  private static func firstSteps(_ address: String) -> String {
    """

    A demo pool of three simulated agents is running. Try:

      curl \(address)/v1/chat/completions -H 'content-type: application/json' \\
        -d '{"model":"auto","messages":[{"role":"user","content":"Hello"}]}'

      curl \(address)/api/v1/tasks -H 'content-type: application/json' \\
        -d '{"kind":"greeting","input":{"hello":"world"}}'

    Ctrl-C stops it.

    """
  }
}
