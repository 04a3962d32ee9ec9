import AsyncHTTPClient
import Hummingbird
import HummingbirdCore
import Logging
import MusterStore
import NIOCore
import NIOPosix

@testable import MusterServer

/// A server over a log in memory, by default a new one, listening on a free port of this machine.
struct Activated {
  let activation: Activation
  let edge: Edge
  let address: String
  private let application: Swift.Task<Void, any Error>

  /// - Parameter savesAtEnd: whether it leaves a snapshot, as a server that leads does.
  static func run<Value>(
    log: any Log = MemoryLog(), savesAtEnd: Bool = false, _ change: (inout Settings) -> Void = { _ in },
    _ body: (Activated) async throws -> Value
  ) async throws -> Value {
    var settings = Settings()
    settings.webhooks.allowPrivate = true
    change(&settings)
    let edge = Edge(
      client: HTTPClient(eventLoopGroupProvider: .singleton),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      requiresAuth: false, limiter: nil, say: { _ in }, onFenced: {})
    let activation = try await Activation.begin(settings, log: log, edge: edge)
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let server = HTTPServerBuilder.http1(
      configuration: .init(
        additionalChannelHandlers: [
          ConnectionGuard(edge.connections, headerTimeout: .seconds(60), bodyTimeout: .seconds(60))
        ]))
    let application = Application(
      responder: activation.responder, server: server,
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: edge.logger)
    let running = Swift.Task { try await application.run() }
    var first = ports.makeAsyncIterator()
    let address = "http://127.0.0.1:\(await first.next() ?? 0)"
    let result = await Result.of {
      try await body(Activated(activation: activation, edge: edge, address: address, application: running))
    }
    running.cancel()
    _ = await running.result
    await activation.end(isLeading: savesAtEnd)
    try await edge.client.shutdown()
    return try result.get()
  }

  /// Sends a request; the answer's status and body.
  func call(
    _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, headers: [(String, String)] = []
  ) async throws -> (status: Int, body: String, headers: [String: String]) {
    var request = HTTPClientRequest(url: address + path)
    request.method = .init(rawValue: method.rawValue)
    for (name, value) in headers { request.headers.add(name: name, value: value) }
    if let body {
      request.headers.add(name: "content-type", value: "application/json")
      request.body = .bytes(ByteBuffer(string: body))
    }
    let response = try await edge.client.execute(request, timeout: .seconds(30))
    let content = try await response.body.collect(upTo: 1 << 24)
    let names = response.headers.map { ($0.name.lowercased(), $0.value) }
    return (Int(response.status.code), String(buffer: content), Dictionary(names) { first, _ in first })
  }
}

extension Result where Failure == any Error {
  static func of(_ body: () async throws -> Success) async -> Self {
    do { return .success(try await body()) } catch { return .failure(error) }
  }
}
