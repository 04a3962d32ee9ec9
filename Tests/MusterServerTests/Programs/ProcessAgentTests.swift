import Foundation
import Testing

@testable import MusterServer

@Suite("Agents that are programs", .timeLimit(.minutes(5))) struct ProcessAgentTests {
  private func settings(_ command: [String]) -> ProcessSettings {
    var settings = ProcessSettings()
    settings.name = "program"
    settings.command = command
    return settings
  }

  private func end(_ server: Activated, _ id: Int) async throws -> [String: Any] {
    let answer = try await server.call(.get, "/api/v1/tasks/\(id)?wait=20s")
    return try #require(try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any])
  }

  @Test("A task's input comes back as its output")
  func echo() async throws {
    try await Activated.run {
      $0.processes = [settings(["cat"])]
    } _: { server in
      _ = try await server.call(.post, "/api/v1/tasks", #"{"input":{"n":[1,2]}}"#)
      let task = try await end(server, 1)
      #expect(task["status"] as? String == "succeeded" && task["agent"] as? String == "program")
      #expect((task["output"] as? [String: [Int]])?["n"] == [1, 2])
    }
  }

  @Test("A failure says what the program complained of")
  func failure() async throws {
    try await Activated.run {
      $0.processes = [settings(["sh", "-c", "echo no good >&2; exit 1"])]
    } _: { server in
      _ = try await server.call(.post, "/api/v1/tasks", #"{"retry":{"attempts":1}}"#)
      let task = try await end(server, 1)
      #expect(task["status"] as? String == "failed" && task["failure"] as? String == "exit status 1: no good")
    }
  }

  @Test("A task that is cancelled ends its program")
  func cancel() async throws {
    let mark = FileManager.default.temporaryDirectory.appendingPathComponent("muster-\(UUID().uuidString)")
      .path
    defer { unlink(mark) }
    try await Activated.run {
      $0.processes = [
        settings(["sh", "-c", "trap 'echo ended > \(mark); exit' TERM; while :; do sleep 0.02; done"])
      ]
    } _: { server in
      _ = try await server.call(.post, "/api/v1/tasks", "{}")
      while try await server.call(.get, "/api/v1/tasks/1").body.contains(#""status":"running""#) == false {
        await Swift.Task.yield()
      }
      try await Swift.Task.sleep(for: .milliseconds(200))
      _ = try await server.call(.delete, "/api/v1/tasks/1")
      while !FileManager.default.fileExists(atPath: mark) {
        try await Swift.Task.sleep(for: .milliseconds(10))
      }
    }
  }
}
