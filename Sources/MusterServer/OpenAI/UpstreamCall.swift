import AsyncHTTPClient
import MusterCore
import MusterWire
import NIOCore
import NIOHTTP1

/// Why a call of an endpoint brought nothing that could be passed on.
enum CallFailure: Error, Sendable {
  /// An answer that says no: with its status, headers and body.
  case refused(UpstreamFailure, Answer)
  /// No connection, or one that broke.
  case broken(String)
  case timedOut
  /// Our own caller has gone, or the lease was taken back.
  case cancelled

  /// Its name in the metrics.
  var label: String {
    switch self {
    case .refused(let refusal, _): "\(refusal.kind)".snakeCase
    case .broken: "broken"
    case .timedOut: "timed_out"
    case .cancelled: "cancelled"
    }
  }

  struct Answer: Sendable {
    var status: Int
    var headers: HTTPHeaders
    var body: ByteBuffer
  }
}

/// Calls endpoints: whole answers, and streams up to their first event.
struct Upstream: Sendable {
  let client: HTTPClient
  /// Whether the texts of errors of the system are passed on. They may name addresses: not to callers.
  var tellsCauses = false
  /// The largest answer, in bytes.
  private static let answerLimit = 64 << 20

  /// The whole answer of a call.
  func answer(
    _ request: HTTPClientRequest, timeout: Nanoseconds
  ) async throws(CallFailure) -> CallFailure.Answer {
    do {
      let response = try await client.execute(request, deadline: .now() + .nanoseconds(timeout))
      let body = try await response.body.collect(upTo: Self.answerLimit)
      let answer = CallFailure.Answer(
        status: Int(response.status.code), headers: response.headers, body: body)
      if let failure = UpstreamFailure(status: answer.status, body: body.readableBytesView) {
        throw CallFailure.refused(failure, answer)
      }
      return answer
    } catch {
      let failure = Self.failure(error)
      if tellsCauses, case .broken = failure, !(error is CallFailure) { throw .broken("\(error)") }
      throw failure
    }
  }

  /// A stream of which the first bytes are there.
  final class Stream: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let first: ByteBuffer
    /// What follows; throws ``CallFailure``.
    let rest: AsyncThrowingStream<ByteBuffer, any Error>
    /// Ends the call.
    let cancel: @Sendable () -> Void

    init(
      status: Int, headers: HTTPHeaders, first: ByteBuffer, rest: AsyncThrowingStream<ByteBuffer, any Error>,
      cancel: @escaping @Sendable () -> Void
    ) {
      self.status = status
      self.headers = headers
      self.first = first
      self.rest = rest
      self.cancel = cancel
    }
  }

  /// Opens a stream. Returns when its first bytes are there.
  /// - Parameter loop: on whose thread its bytes are to come in.
  /// - Throws: ``CallFailure``, nothing else.
  func stream(
    _ request: HTTPClientRequest, firstToken: Nanoseconds, total: Nanoseconds, on loop: any EventLoop
  ) async throws -> Stream {
    let began = NIODeadline.now()
    let response: HTTPClientResponse
    do { response = try await open(request, by: began + .nanoseconds(firstToken)) } catch {
      throw Swift.Task.isCancelled ? CallFailure.cancelled : Self.failure(error)
    }
    let (chunks, source) = AsyncThrowingStream.makeStream(of: ByteBuffer.self)
    // Nothing but the passing on, in a task of its own: what it takes stays for as long as the stream is open.
    let pump = Swift.Task(executorPreference: EventLoopTasks.on(loop)) {
      do {
        for try await chunk in response.body { source.yield(chunk) }
        source.finish()
      } catch {
        source.finish(throwing: Self.failure(error))
      }
    }
    let timeOut: @Sendable () -> Void = {
      pump.cancel()
      source.finish(throwing: CallFailure.timedOut)
    }
    let watch = loop.scheduleTask(deadline: began + .nanoseconds(firstToken), timeOut)
    source.onTermination = { _ in pump.cancel() }
    return try await withTaskCancellationHandler { () async throws -> Stream in
      do {
        var iterator = chunks.makeAsyncIterator()
        guard let first = try await iterator.next(isolation: #isolation) else {
          throw CallFailure.broken("a stream that ended before its first event")
        }
        watch.cancel()
        let deadline = loop.scheduleTask(deadline: began + .nanoseconds(total), timeOut)
        let cancel: @Sendable () -> Void = {
          deadline.cancel()
          pump.cancel()
        }
        return Stream(
          status: Int(response.status.code), headers: response.headers, first: first, rest: chunks,
          cancel: cancel)
      } catch {
        watch.cancel()
        pump.cancel()
        // A cancelled wait ends like a stream without events.
        throw Swift.Task.isCancelled ? CallFailure.cancelled : Self.failure(error)
      }
    } onCancel: {
      pump.cancel()
    }
  }

  /// The head of an answer that says yes.
  private func open(_ request: HTTPClientRequest, by deadline: NIODeadline) async throws -> HTTPClientResponse
  {
    let response = try await client.execute(request, deadline: deadline)
    if response.status.code < 300 { return response }
    let body = try await response.body.collect(upTo: Self.answerLimit)
    let answer = CallFailure.Answer(
      status: Int(response.status.code), headers: response.headers, body: body)
    guard let failure = UpstreamFailure(status: answer.status, body: body.readableBytesView) else {
      throw CallFailure.broken("an answer with status \(answer.status)")
    }
    throw CallFailure.refused(failure, answer)
  }

  private static func failure(_ error: any Error) -> CallFailure {
    switch error {
    case let failure as CallFailure: failure
    case is CancellationError: .cancelled
    case let error as HTTPClientError:
      switch error {
      case .deadlineExceeded, .connectTimeout, .readTimeout, .getConnectionFromPoolTimeout: .timedOut
      case .cancelled: .cancelled
      default: .broken("\(error.shortDescription)")
      }
    // The text of other errors may name addresses: it is for the log of the operator.
    default: .broken("\(type(of: error))")
    }
  }
}
