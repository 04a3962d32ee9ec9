import Foundation
import HTTPTypes
import MusterCore
import MusterStore
import Testing

@testable import MusterServer

/// Workers who take work and report it over HTTP, the first the cheapest.
extension Activated {
  /// A lease that a worker took.
  struct Taken: Sendable {
    let lease: String
    let task: String
  }

  func join(_ names: String...) async throws {
    for (index, name) in names.enumerated() {
      let agent = #"{"concurrency":8,"price":{"per_task_usd":\#(index + 1)}}"#
      let answer = try await call(.put, "/api/v1/agents/\(name)", agent)
      #expect(answer.status < 300, "\(answer.body)")
    }
  }

  func submit(_ body: String) async throws {
    let answer = try await call(.post, "/api/v1/tasks", body)
    #expect(answer.status == 201, "\(answer.body)")
  }

  /// Whether nothing waits for the worker now.
  func isIdle(_ worker: String) async throws -> Bool { try await leases(worker, #"{"max":8}"#).isEmpty }

  private func leases(_ worker: String, _ body: String) async throws -> [Taken] {
    let answer = try await call(.post, "/api/v1/agents/\(worker)/leases", body)
    let object = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: [[String: Any]]]
    return try #require(object?["leases"], "\(answer.body)").map {
      Taken(lease: $0["lease"] as? String ?? "", task: $0["task"] as? String ?? "")
    }
  }

  /// Takes so many leases of the worker, one after the other, waiting for each.
  func take(_ worker: String, _ count: Int) async throws -> [Taken] {
    var all: [Taken] = []
    for _ in 0..<count { all += try await leases(worker, #"{"wait":"5s"}"#) }
    #expect(all.count == count, "\(worker) has \(all.count)")
    return all
  }

  func take(_ worker: String) async throws -> Taken { try #require(try await take(worker, 1).first) }

  /// - Returns: the verdict on the report.
  @discardableResult
  func report(_ taken: Taken, _ rest: String) async throws -> String {
    let answer = try await call(
      .post, "/api/v1/leases/\(taken.lease)/report", #"{"task":"\#(taken.task)",\#(rest)}"#)
    let object = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
    return try #require(object?["verdict"] as? String, "\(answer.body)")
  }

  func answer(_ taken: Taken, _ output: String) async throws {
    #expect(try await report(taken, #""succeeded":true,"output":\#(output)"#) == "accepted")
  }

  func task(_ id: Int = 1) async throws -> [String: Any] {
    let answer = try await call(.get, "/api/v1/tasks/\(id)")
    return try #require(try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any])
  }

  func spent() async throws -> Double {
    let line = try await call(.get, "/metrics").body.split(separator: "\n").first {
      $0.hasPrefix("muster_spent_usd_total")
    }
    return try #require(line?.split(separator: " ").last.flatMap { Double($0) })
  }
}
