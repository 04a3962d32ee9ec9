import HTTPTypes
import Hummingbird
import MusterCore
import MusterWire
import NIOCore
import Synchronization

/// Passes a stream on, event by event, and ends it with a clear error if it breaks.
struct FaceStream: Sendable {
  let attempt: FaceAttempt
  let endpoint: Endpoint
  let stream: Upstream.Stream

  func response() -> Response {
    var headers = attempt.headers(cost: nil)
    headers[.contentType] = stream.headers.first(name: "content-type") ?? "text/event-stream"
    headers[.cacheControl] = "no-store"
    let status = HTTPResponse.Status(code: stream.status)
    return Response(
      status: status, headers: headers,
      body: ResponseBody { writer in
        let connections = attempt.face.parts.connections
        let task = attempt.work.task
        // A lease that is taken back (cancelled over the API, expired) ends the stream too.
        attempt.face.parts.callers.whenRecalled(task, stream.cancel)
        defer { attempt.face.parts.callers.close(task) }
        try await connections.whileOpen(attempt.channel, onClose: stream.cancel) {
          try await pass(to: &writer)
        }
      })
  }

  // What it calls is not inlined: a stream keeps this function's frame for as long as it is open, and would keep the
  // scratch space of a parser of JSON with it, 20 KB.
  private func pass(to writer: inout any ResponseBodyWriter) async throws {
    var reader = StreamReader(dropsUsage: attempt.call.request.mustAskForUsage)
    do {
      try await writer.write(reader.take(stream.first))
      for try await chunk in stream.rest {
        let passed = try reader.take(chunk)
        if passed.readableBytes > 0 { try await writer.write(passed) }
      }
      let rest = try reader.finish()
      if rest.readableBytes > 0 { try await writer.write(rest) }
      guard reader.isComplete else { throw CallFailure.broken("the stream ended before its end") }
    } catch {
      stream.cancel()
      return try await broke(error, reader, &writer)
    }
    stream.cancel()
    await succeeded(reader.usage)
    try await writer.finish(nil)
  }

  @inline(never)
  private func succeeded(_ usage: Usage?) async {
    let cost = attempt.cost(usage, endpoint.price)
    await attempt.report(
      WorkResult(succeeded: true, cost: cost, outputTokens: Int32(clamping: usage?.outputTokens ?? 0)))
    attempt.face.ward.observe(endpoint.agent, succeeded: true, concurrency: endpoint.concurrency)
    attempt.count(endpoint, "succeeded")
  }

  /// After the first token there is no second try: the caller is told, and what was used is charged.
  @inline(never)
  private func broke(_ error: any Error, _ reader: StreamReader, _ writer: inout any ResponseBodyWriter)
    async throws
  {
    let failure = error as? CallFailure
    attempt.count(endpoint, (failure ?? .cancelled).label)
    if case .cancelled = failure ?? .cancelled {
      // The caller has gone, or the task was taken back: nothing says that the agent is at fault.
      let task = attempt.work.task
      await attempt.face.parts.shell.post { session in try session.handle(.cancel(task)) }
      try await writer.write(
        ByteBuffer(bytes: OpenAIAnswers.streamError(APIFailure(.taskEnded, "the request was cancelled"))))
      return try await writer.finish(nil)
    }
    await attempt.report(
      WorkResult(
        succeeded: false, retryable: false, cost: attempt.cost(reader.usage, endpoint.price),
        failure: "the stream broke after its first token"))
    attempt.face.ward.observe(endpoint.agent, succeeded: false, concurrency: endpoint.concurrency)
    let told = APIFailure(
      .upstreamFailed, "the agent's stream broke after its first token; the answer is incomplete")
    try await writer.write(ByteBuffer(bytes: OpenAIAnswers.streamError(told)))
    try await writer.finish(nil)
  }
}

/// Looks at the events that pass: the usage, the end, and the chunk that only we asked for.
struct StreamReader {
  private struct Findings {
    var usage: Usage?
    var isComplete = false
  }

  private var scanner = SSEFrameScanner()
  private var findings = Findings()
  private let dropsUsage: Bool

  init(dropsUsage: Bool) { self.dropsUsage = dropsUsage }

  var usage: Usage? { findings.usage }
  /// Whether the stream said that it is complete.
  var isComplete: Bool { findings.isComplete }

  /// Takes bytes in.
  /// - Returns: the whole events among them that are the caller's.
  @inline(never)
  mutating func take(_ chunk: ByteBuffer) throws -> ByteBuffer {
    var passed = ByteBuffer()
    passed.reserveCapacity(chunk.readableBytes)
    let dropsUsage = dropsUsage
    try chunk.withUnsafeReadableBytes { bytes in
      try scanner.feed(bytes) { Self.look($0, dropsUsage, &findings, &passed) }
    }
    return passed
  }

  @inline(never)
  mutating func finish() throws -> ByteBuffer {
    var passed = ByteBuffer()
    let dropsUsage = dropsUsage
    try scanner.finish { Self.look($0, dropsUsage, &findings, &passed) }
    return passed
  }

  private static func look(
    _ frame: SSEFrame, _ dropsUsage: Bool, _ findings: inout Findings, _ passed: inout ByteBuffer
  ) {
    if let chunk = frame.chunk {
      if let found = chunk.usage { findings.usage = found }
      if chunk.isLast { findings.isComplete = true }
      if dropsUsage, chunk.isUsageOnly { return }
    }
    passed.writeBytes(frame.bytes)
  }
}
