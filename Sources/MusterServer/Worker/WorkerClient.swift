import AsyncHTTPClient
import Foundation
import MusterCore
import MusterWire
import NIOCore
import NIOHTTP1

/// Calls the server's API as a worker.
struct WorkerClient: Sendable {
  struct Answer: Sendable {
    let status: Int
    let body: [UInt8]

    var isGood: Bool { (200..<300).contains(status) }

    /// Whether the same call may succeed later.
    var isTransient: Bool { status == 408 || status == 429 || status >= 500 }

    /// What a problem says of itself.
    var detail: String {
      guard var fields = try? JSONFields(body), let detail = fields.string("detail", longest: 1 << 16) else {
        return "status \(status)"
      }
      return "status \(status): \(detail)"
    }
  }

  let client: HTTPClient
  let terms: WorkerTerms
  private static let answerLimit = 64 << 20

  var agentPath: String {
    let allowed = CharacterSet.alphanumerics.intersection(
      CharacterSet(charactersIn: Unicode.Scalar(0)..."\u{7f}"))
    return "/api/v1/agents/" + (terms.name.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")
  }

  /// - Throws: when there is no answer.
  func call(
    _ method: HTTPMethod, _ path: String, _ body: [UInt8] = [], timeout: Nanoseconds = 15_000_000_000
  ) async throws -> Answer {
    var request = HTTPClientRequest(url: "\(terms.server)\(path)")
    request.method = method
    request.headers.add(name: "user-agent", value: "muster-worker")
    if let key = terms.key { request.headers.add(name: "authorization", value: "Bearer \(key.reveal())") }
    if !body.isEmpty {
      request.headers.add(name: "content-type", value: "application/json")
      request.body = .bytes(ByteBuffer(bytes: body))
    }
    let response = try await client.execute(request, timeout: .nanoseconds(timeout))
    let content = try await response.body.collect(upTo: Self.answerLimit)
    return Answer(status: Int(response.status.code), body: Array(content.readableBytesView))
  }

  /// Registers the agent, or says what has changed.
  func register() async throws -> Answer {
    var text = JSONText()
    text.object { text in
      text.member("concurrency", terms.concurrency)
      text.name("skills")
      text.array { text in for skill in terms.skills { text.string(skill) } }
    }
    return try await call(.PUT, agentPath, text.bytes)
  }

  /// Asks for work, waiting for it.
  func take(_ most: Int) async throws -> Answer {
    var text = JSONText()
    text.object { text in
      text.member("max", most)
      text.member("wait", "\(terms.wait / 1_000_000)ms")
    }
    return try await call(.POST, agentPath + "/leases", text.bytes, timeout: terms.wait + 15_000_000_000)
  }

  func renew(_ lease: WorkerLease) async throws -> Answer {
    var text = JSONText()
    text.object { text in text.member("task", lease.task) }
    return try await call(.POST, "/api/v1/leases/\(lease.lease)/renew", text.bytes)
  }

  func report(_ result: WorkResult, of lease: WorkerLease) async throws -> Answer {
    var text = JSONText(capacity: result.output.count + 256)
    text.object { text in
      text.member("task", lease.task)
      text.member("succeeded", result.succeeded)
      text.member("retryable", result.retryable)
      if !result.output.isEmpty {
        text.name("output")
        text.raw(result.output)
      }
      if let failure = result.failure { text.member("failure", String(failure.unicodeScalars.prefix(16384))) }
    }
    return try await call(.POST, "/api/v1/leases/\(lease.lease)/report", text.bytes, timeout: 60_000_000_000)
  }
}

/// A lease as a worker gets it.
struct WorkerLease: Sendable, Equatable {
  var lease: String
  var task: String
  var tenant: String
  var kind: String
  var attempt: Int
  /// How long it holds without a renewal, by this machine's clock; nil for ever.
  var term: Nanoseconds?
  var traceparent: String?
  var input: [UInt8]

  private static let time = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

  /// The leases of an answer.
  static func read(_ bytes: [UInt8], at now: Date) throws -> [WorkerLease] {
    var fields = try JSONFields(bytes)
    return try (fields.array("leases", most: 100_000) ?? []).map { item in
      var fields = try JSONFields(item)
      guard let lease = fields.string("lease"), let task = fields.string("task") else {
        throw APIFailure(.invalidRequest, "found a lease without its number, expected lease and task")
      }
      let input = fields.raw("input") ?? []
      let until = fields.string("until").flatMap { try? Self.time.parse($0) }
      return WorkerLease(
        lease: lease, task: task, tenant: fields.string("tenant") ?? "", kind: fields.string("kind") ?? "",
        attempt: Int(fields.integer("attempt", in: 1...1_000_000) ?? 1),
        term: until.map { Int64(max(0, min($0.timeIntervalSince(now), 1e9)) * 1e9) },
        traceparent: fields.string("traceparent"), input: input == Array("null".utf8) ? [] : input)
    }
  }
}
