import Hummingbird
import NIOCore
import Synchronization

@testable import MusterServer

/// A little server that is told things, and answers as it is told to.
final class Receiver: Sendable {
  struct Call: Sendable {
    let path: String
    let body: String
    let headers: [String: String]
  }

  private let state = Mutex((calls: [Call](), statuses: [HTTPResponse.Status]()))
  let calls: AsyncStream<Call>
  private let called: AsyncStream<Call>.Continuation

  /// What it answers with, after its statuses.
  private let answer: String

  init(answers statuses: [HTTPResponse.Status] = [], _ answer: String = "") {
    self.answer = answer
    (calls, called) = AsyncStream.makeStream(of: Call.self)
    state.withLock { $0.statuses = statuses }
  }

  /// Listens while the body runs, which gets the address.
  func run<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let router = Router()
    router.post("**") { request, _ -> Response in
      let text = String(buffer: try await request.body.collect(upTo: 1 << 20))
      let headers = Dictionary(request.headers.map { ($0.name.canonicalName, $0.value) }) { first, _ in first
      }
      self.called.yield(Call(path: request.uri.path, body: text, headers: headers))
      let status = self.state.withLock { $0.statuses.isEmpty ? .ok : $0.statuses.removeFirst() }
      return Response(
        status: status, headers: status.kind == .redirection ? [.location: "/elsewhere"] : [:],
        body: ResponseBody(byteBuffer: ByteBuffer(string: self.answer)))
    }
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let application = Application(
      router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { port.yield($0.localAddress?.port ?? 0) })
    let running = Swift.Task { try await application.run() }
    var first = ports.makeAsyncIterator()
    let number = await first.next() ?? 0
    let result = await Result.of { try await body("http://127.0.0.1:\(number)") }
    running.cancel()
    _ = await running.result
    return try result.get()
  }
}
