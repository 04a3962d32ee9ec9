import HTTPTypes
import Hummingbird
import Logging
import Metrics
import MusterCore
import MusterWire
import NIOCore

/// The OpenAI-compatible face under `/v1`.
///
/// Every request is a task of the engine: the policy chooses the agent, a failed try before the first token goes to
/// another agent at once, and the outcome is learned from. The body passes through untouched but for the model.
///
/// A class, as are the attempts: what a request keeps while it waits is then a word and not a copy.
final class OpenAIFace: Sendable {
  let parts: Parts
  let directory: ModelDirectory
  let fleet: Fleet
  let upstream: Upstream
  let ward: HealthWard
  /// How long a request waits for an agent that has room.
  let queueTimeout: Nanoseconds
  let metrics: any MetricsFactory

  init(
    parts: Parts, directory: ModelDirectory, fleet: Fleet, upstream: Upstream, ward: HealthWard,
    queueTimeout: Nanoseconds = 30_000_000_000, metrics: any MetricsFactory = NOOPMetricsHandler.instance
  ) {
    self.parts = parts
    self.directory = directory
    self.fleet = fleet
    self.upstream = upstream
    self.ward = ward
    self.queueTimeout = queueTimeout
    self.metrics = metrics
  }

  func add(to group: RouterGroup<MusterContext>) {
    group.post("chat/completions") { [self] in try await serve(.chatCompletions, $0, $1) }
    group.post("completions") { [self] in try await serve(.completions, $0, $1) }
    group.post("embeddings") { [self] in try await serve(.embeddings, $0, $1) }
    group.post("responses") { [self] in try await serve(.responses, $0, $1) }
    group.get("models") { [self] _, context in
      try context.identity.require([.tasks, .observe])
      return Self.json(ListedModel.encodeList(directory.listed))
    }
    group.get("models/:model") { [self] _, context in
      try context.identity.require([.tasks, .observe])
      let name = try context.label("model")
      guard let model = directory.listed.first(where: { $0.id == name }) else {
        throw APIFailure(
          .modelNotFound, "found \"\(name.prefix(80))\", expected one that GET /v1/models lists")
      }
      return Self.json(model.encoded())
    }
  }

  private static func json(_ bytes: [UInt8]) -> Response {
    Response(
      status: .ok, headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  private func serve(
    _ endpoint: OpenAIEndpoint, _ request: Request, _ context: MusterContext
  ) async throws -> Response {
    try context.identity.require(.tasks)
    let body = try await request.jsonBody(limit: parts.bodyLimit)
    let parsed: OpenAIRequest
    do { parsed = try OpenAIRequest(endpoint, body) } catch {
      throw APIFailure(
        [.syntax, .encoding, .loneSurrogate, .tooDeep].contains(error.kind)
          ? .malformedJSON : .invalidRequest, "\(error)")
    }
    var call = FaceRequest(
      request: parsed, identity: context.identity, traceparent: context.traceparent,
      deadline: parts.shell.now + (try FaceRequest.timeout(request.headers)))
    call.text = await parts.texts?.read(body)
    let tokens = parsed.estimatedInputTokens + (parsed.maxOutputTokens ?? 0)
    let skills = try directory.skills(for: parsed.model, tokens: tokens)
    return try await run(call, skills, context.channel)
  }

  /// Submits the request and tries agents until one answers.
  private func run(_ call: FaceRequest, _ skills: [String], _ channel: any Channel) async throws -> Response {
    let callers = parts.callers
    let id = try await parts.shell.perform { session in
      try call.submit(skills, kind: call.request.endpoint.rawValue, callers: callers, in: &session)
    }
    var isStreaming = false
    defer { if !isStreaming { callers.close(id) } }
    var lastRefusal: CallFailure?
    /// The latest answer that the verifier rejected: better than none.
    var rejected: Response?
    while true {
      let turn: CallerDesk.Turn
      do { turn = try await self.turn(of: id, call, on: channel.eventLoop) } catch {
        if let rejected { return rejected }
        throw error
      }
      switch turn {
      case .lease(let work):
        let attempt = FaceAttempt(face: self, call: call, work: work, channel: channel)
        switch await attempt.run() {
        case .answered(let response):
          if let rejected, response.status.code >= 400 { return rejected }
          isStreaming = call.request.stream
          return response
        case .rejected(let response): rejected = response
        case .failed(let failure, let isFinal):
          lastRefusal = failure
          if isFinal {
            if let rejected { return rejected }
            throw Self.failure(failure)
          }
        }
      case .recalled:
        if Swift.Task.isCancelled {
          await give(up: id)
          throw APIFailure(.timedOut, "the caller has gone")
        }
      case .ended(let kind):
        if let rejected { return rejected }
        throw Self.ended(kind, lastRefusal)
      }
    }
  }

  /// What happens next to the task; an agent that is free takes it without a wait.
  private func turn(
    of id: TaskID, _ call: FaceRequest, on loop: any EventLoop
  ) async throws -> CallerDesk.Turn {
    if let turn = parts.callers.takeNow(id) { return turn }
    let callers = parts.callers
    let watch = loop.scheduleTask(in: .nanoseconds(queueTimeout)) { callers.ended(id, .rejected) }
    defer { watch.cancel() }
    let turn = await parts.callers.next(id)
    if case .ended(.rejected) = turn {
      await give(up: id)
      let tenant = call.identity.tenant
      let obstacle = try? await parts.shell.read { session -> AssignmentObstacle? in
        guard let row = session.state.orchestrator.engine.tasks.row(of: id) else { return nil }
        return session.state.orchestrator.engine.budgetObstacle(
          for: session.state.orchestrator.engine.tasks.specs[row])
      }
      if let obstacle { throw FaceRequest.exhausted(obstacle, tenant: tenant) }
    }
    return turn
  }

  private func give(up id: TaskID) async {
    await parts.shell.post { session in try session.handle(.cancel(id)) }
  }

  /// The answer when all tries are over.
  static func ended(_ kind: TaskEvent.Kind, _ last: CallFailure?) -> APIFailure {
    switch kind {
    case .expired: APIFailure(.timedOut, "no agent answered within the caller's deadline")
    case .failed: last.map(failure) ?? APIFailure(.upstreamFailed, "the agents failed")
    case .cancelled: APIFailure(.taskEnded, "the request was cancelled")
    default:
      last.map(failure) ?? APIFailure(.noAgent, "no agent had room in time", headers: [.retryAfter: "1"])
    }
  }

  static func failure(_ failure: CallFailure) -> APIFailure {
    switch failure {
    case .refused(let refusal, _):
      switch refusal.kind {
      case .rateLimited:
        APIFailure(.rateLimited, "every agent that could answer is at its limit", headers: [.retryAfter: "1"])
      case .outOfBudget: APIFailure(.budgetExhausted, "the agents' accounts upstream are exhausted")
      case .invalidRequest, .contextTooLong:
        APIFailure(.invalidRequest, refusal.error?.message ?? "the agent refused the request")
      case .unauthorised, .serverError:
        APIFailure(
          .upstreamFailed, "every agent that could answer failed; the last with status \(refusal.status)")
      }
    case .broken(let what):
      APIFailure(.upstreamFailed, "every agent that could answer failed; the last: \(what)")
    case .timedOut: APIFailure(.timedOut, "the agents did not answer in time")
    case .cancelled: APIFailure(.timedOut, "the request was taken back")
    }
  }
}
