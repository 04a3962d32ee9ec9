import Foundation
import Testing

@testable import MusterServer

@Suite("What is there to deploy") struct DeployTests {
  /// The root of the repository, from this file's place in it.
  private static let deploy = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Deploy")

  @Test("The settings are sound, and nothing in them is likely not meant")
  func settings() throws {
    let settings = try Settings.load(file: Self.deploy.appendingPathComponent("muster.yaml").path)
    #expect(settings.warnings.map { "\($0)" } == [])
    #expect(
      settings.requiresAuth && settings.tenants.count == 2 && settings.processes.first?.command == ["cat"])
  }

  @Test("The unit runs the command that checks and the one that serves, on the settings' own directory")
  func unit() throws {
    let text = try String(contentsOf: Self.deploy.appendingPathComponent("muster.service"), encoding: .utf8)
    #expect(text.contains("\nExecStart=/usr/local/bin/muster serve --config /etc/muster/muster.yaml\n"))
    #expect(text.contains("\nStateDirectory=muster\n"))
    let stop = try #require(text.firstMatch(of: /TimeoutStopSec=(\d+)/).flatMap { Int64($0.1) })
    #expect(stop * 1_000_000_000 > Settings().server.drainTimeout)
  }
}
