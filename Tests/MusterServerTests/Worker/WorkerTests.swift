import Foundation
import HTTPTypes
import Logging
import Testing

@testable import MusterServer

@Suite("Workers", .timeLimit(.minutes(5))) struct WorkerTests {
  private func worker(_ server: Activated, _ script: String, _ change: (inout WorkerTerms) -> Void = { _ in })
    throws -> Worker
  {
    var terms = WorkerTerms(
      server: try #require(WebAddress(server.address)), name: "ada/1", command: ["sh", "-c", script])
    change(&terms)
    return Worker(terms, logger: server.edge.logger)
  }

  /// Waits until the first task runs.
  private func runs(_ server: Activated) async throws {
    while true {
      let task = try await server.call(.get, "/api/v1/tasks/1").body
      if task.contains(#""status":"running""#) { return }
      try #require(!task.contains("ended_at"), "found \(task), expected that it runs")
      try await Swift.Task.sleep(for: .milliseconds(5))
    }
  }

  @Test("Takes work, reports it, and leaves the pool when it has drained")
  func life() async throws {
    try await Activated.run { server in
      let worker = try worker(server, #"cat; test "$MUSTER_KIND" = bad && exit 64; exit 0"#) {
        $0.concurrency = 2
        $0.fatalExits = [64]
        $0.skills = ["s"]
      }
      let running = Swift.Task { try await worker.run() }
      _ = try await server.call(.post, "/api/v1/tasks", #"{"input":"hello","skills":["s"]}"#)
      _ = try await server.call(.post, "/api/v1/tasks", #"{"kind":"bad"}"#)
      let first = try await server.call(.get, "/api/v1/tasks/1?wait=20s").body
      #expect(first.contains(#""status":"succeeded""#) && first.contains(#""output":"hello""#), "\(first)")
      let second = try await server.call(.get, "/api/v1/tasks/2?wait=20s").body
      #expect(second.contains(#""status":"failed""#) && second.contains("exit status 64"), "\(second)")
      await worker.drain()
      try await running.value
      #expect(try await server.call(.get, "/api/v1/agents/ada%2F1").status == 404)
    }
  }

  @Test("Draining finishes what runs")
  func drain() async throws {
    try await Activated.run { server in
      let worker = try worker(server, "sleep 0.3; echo done")
      let running = Swift.Task { try await worker.run() }
      _ = try await server.call(.post, "/api/v1/tasks", "{}")
      try await runs(server)
      await worker.drain()
      try await running.value
      #expect(try await server.call(.get, "/api/v1/tasks/1").body.contains(#""output":"done""#))
    }
  }

  @Test("A lease that is taken back ends its program; without a report nothing changes")
  func lost() async throws {
    try await Activated.run {
      $0.engine.leaseTerm = 1_000_000_000
    } _: { server in
      let worker = try worker(server, "exec sleep 60")
      let running = Swift.Task { try await worker.run() }
      _ = try await server.call(.post, "/api/v1/tasks", "{}")
      try await runs(server)
      _ = try await server.call(.delete, "/api/v1/tasks/1")
      await worker.drain()
      try await running.value
      #expect(try await server.call(.get, "/api/v1/tasks/1").body.contains(#""status":"cancelled""#))
    }
  }

  @Test("A server that refuses the worker ends it")
  func refused() async throws {
    try await Activated.run {
      var own = SimulatedSettings()
      own.name = "ada/1"
      $0.simulated = [own]
    } _: { server in
      let worker = try worker(server, "true")
      await #expect(throws: WorkerFailure.self) { try await worker.run() }
    }
  }
}
