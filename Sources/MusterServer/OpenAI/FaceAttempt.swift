import HTTPTypes
import Hummingbird
import MusterCore
import MusterWire
import NIOCore

/// One try of a request on the agent that it was leased to.
final class FaceAttempt: Sendable {
  let face: OpenAIFace
  let call: FaceRequest
  let work: Work
  let channel: any Channel

  init(face: OpenAIFace, call: FaceRequest, work: Work, channel: any Channel) {
    self.face = face
    self.call = call
    self.work = work
    self.channel = channel
  }

  enum Result {
    case answered(Response)
    /// The verifier rejected the answer, and another agent gets the task.
    case rejected(Response)
    /// The failure, and whether it is the end: another agent would say the same.
    case failed(CallFailure, isFinal: Bool)
  }

  private var shell: Shell { face.parts.shell }

  func run() async -> Result {
    switch face.fleet.members[work.agent] {
    case .endpoint(let endpoint): return await run(endpoint)
    case .simulated(let agent, let name, let concurrency):
      return await SimulatedAnswer(attempt: self, agent: agent, name: name, concurrency: concurrency).run()
    case nil:
      await reportFailure(WorkResult(succeeded: false, failure: "the agent is no longer configured"))
      return .failed(.broken("an agent that is no longer configured"), isFinal: false)
    }
  }

  private func run(_ endpoint: Endpoint) async -> Result {
    let request = call.request
    let now = shell.now
    if let until = endpoint.spend(
      tokens: request.estimatedInputTokens + (request.maxOutputTokens ?? 0), at: now)
    {
      face.ward.hold(endpoint.agent, until: until, concurrency: endpoint.concurrency)
    }
    let body = request.body(withModel: endpoint.model, askingForUsage: request.mustAskForUsage)
    let upstream = endpoint.request(request.endpoint, body, traceparent: call.traceparent)
    let left = call.deadline - now
    do {
      if request.stream {
        let stream = try await face.upstream.stream(
          upstream, firstToken: min(left, endpoint.firstTokenTimeout),
          total: min(left, endpoint.totalTimeout), on: channel.eventLoop)
        return .answered(FaceStream(attempt: self, endpoint: endpoint, stream: stream).response())
      }
      let answer = try await face.upstream.answer(upstream, timeout: min(left, endpoint.totalTimeout))
      return await whole(answer, endpoint)
    } catch {
      if Swift.Task.isCancelled { return await failed(.cancelled, endpoint) }
      return await failed(error as? CallFailure ?? .broken("\(type(of: error))"), endpoint)
    }
  }

  private func whole(_ answer: CallFailure.Answer, _ endpoint: Endpoint) async -> Result {
    let usage = Usage.find(in: answer.body.readableBytesView)
    let cost = cost(usage, endpoint.price)
    let result = WorkResult(
      succeeded: true, cost: cost, outputTokens: Int32(clamping: usage?.outputTokens ?? 0))
    face.ward.observe(endpoint.agent, succeeded: true, concurrency: endpoint.concurrency)
    count(endpoint, "succeeded")
    var headers = headers(cost: cost)
    headers[.contentType] = answer.headers.first(name: "content-type") ?? "application/json"
    return await end(
      result,
      Response(
        status: .init(code: answer.status), headers: headers, body: ResponseBody(byteBuffer: answer.body)),
      answer.body)
  }

  /// Ends the try with a whole answer: at once, or as its verifier says where a rule asks one.
  func end(_ result: WorkResult, _ response: Response, _ body: ByteBuffer) async -> Result {
    guard let rule, rule.isForCallersThatWait, let verifier = face.parts.verifier else {
      await report(result)
      return .answered(response)
    }
    return await FaceVerdict(attempt: self, verifier: verifier, rule: rule).end(result, response, body)
  }

  /// The rule by which the answers to the call are judged; nil for none.
  var rule: VerifyRule? {
    face.parts.verifier?.rules.rule(kind: call.request.endpoint.rawValue, tenant: call.identity.tenant)
  }

  /// Notes a failure: with the engine, which looks for another agent, and with the ward.
  private func failed(_ failure: CallFailure, _ endpoint: Endpoint) async -> Result {
    var isFinal = false
    var reason = "\(failure)"
    count(endpoint, failure.label)
    switch failure {
    case .refused(let refusal, let answer):
      reason = "status \(refusal.status), \(refusal.kind.rawValue)"
      let wait = RetryAfter.milliseconds(
        retryAfter: answer.headers.first(name: "retry-after"),
        retryAfterMilliseconds: answer.headers.first(name: "retry-after-ms"),
        nowUnixMilliseconds: shell.now.nanoseconds / 1_000_000
      ).map { $0 * 1_000_000 }
      switch refusal.kind {
      case .rateLimited:
        face.ward.quarantine(endpoint.agent, atLeast: wait ?? 0, concurrency: endpoint.concurrency)
      case .outOfBudget, .unauthorised:
        face.parts.logger.error(
          "an endpoint refuses us: somebody has to look at it",
          metadata: [
            "endpoint": "\(endpoint.name)", "status": "\(refusal.status)", "kind": "\(refusal.kind)",
          ])
        face.ward.quarantine(
          endpoint.agent, atLeast: max(wait ?? 0, 60_000_000_000), concurrency: endpoint.concurrency)
      case .serverError:
        face.ward.observe(endpoint.agent, succeeded: false, concurrency: endpoint.concurrency)
      // The caller's mistake says nothing about the agent. A longer context may fit elsewhere.
      case .invalidRequest: isFinal = true
      case .contextTooLong: isFinal = false
      }
    case .broken, .timedOut:
      face.ward.observe(endpoint.agent, succeeded: false, concurrency: endpoint.concurrency)
      isFinal = shell.now >= call.deadline
    case .cancelled:
      let task = work.task
      await shell.post { session in try session.handle(.cancel(task)) }
      return .failed(failure, isFinal: true)
    }
    await reportFailure(WorkResult(succeeded: false, retryable: !isFinal, cost: 0, failure: reason))
    if isFinal, case .refused(_, let answer) = failure {
      // What the agent said of the caller's mistake is for the caller, as it is.
      var headers = headers(cost: 0)
      headers[.contentType] = answer.headers.first(name: "content-type") ?? "application/json"
      return .answered(
        Response(
          status: .init(code: answer.status), headers: headers, body: ResponseBody(byteBuffer: answer.body)))
    }
    return .failed(failure, isFinal: isFinal)
  }

  /// Counts a try of an endpoint.
  func count(_ endpoint: Endpoint, _ result: String) {
    endpoint.count(result, face.metrics)
  }

  /// Reports the try. The answer does not wait until that is durable: after a crash nobody waits for it any more,
  /// and the try is ended as one whose outcome nobody knows. Whatever is asked of the server afterwards sees it. If
  /// the log is out of order the report follows when it takes facts again.
  func report(_ result: WorkResult) async {
    let (shell, lease, task, logger) = (shell, work.lease, work.task, face.parts.logger)
    await shell.post(mayWait: true) { session in
      _ = try session.report(result, lease: lease, task: task)
    } failed: { error in
      guard case .logUnavailable? = error as? ShellError else {
        return logger.warning("a report was refused", metadata: ["task": "\(task)", "error": "\(error)"])
      }
      Swift.Task { try? await shell.reportSurely(result, lease: lease, task: task) }
    }
  }

  /// Reports a failed try, and returns when it is known who is next.
  func reportFailure(_ result: WorkResult) async {
    let (shell, lease, task) = (shell, work.lease, work.task)
    do {
      _ = try await shell.perform { session in try session.report(result, lease: lease, task: task) }
    } catch ShellError.logUnavailable {
      Swift.Task { try? await shell.reportSurely(result, lease: lease, task: task) }
    } catch {
      face.parts.logger.warning("a report was refused", metadata: ["task": "\(task)", "error": "\(error)"])
    }
  }

  /// Micro-dollars by the tokens used; nil lets the engine charge by what was estimated.
  func cost(_ usage: Usage?, _ price: Price) -> Int64? {
    usage.map {
      price.quote(inputTokens: Int64($0.inputTokens), outputTokens: Int64($0.outputTokens), duration: 0)
    }
  }

  /// What was decided, for callers that want to know.
  func headers(cost: Int64?) -> HTTPFields {
    var headers: HTTPFields = [:]
    headers[.musterTask] = "\(work.task)"
    headers[.musterAgent] = Self.headerText(work.agentName)
    headers[.musterAttempt] = "\(work.attempt)"
    headers[.musterPropensity] = work.propensity.isNaN ? "unknown" : "\(work.propensity)"
    headers[.musterReserved] = JSONText.dollars(work.reserve)
    if let cost { headers[.musterCost] = JSONText.dollars(cost) }
    if let traceparent = call.traceparent { headers[.traceparent] = traceparent }
    if rule != nil { headers[.musterVerdict] = "unverified" }
    return headers
  }

  private static func headerText(_ text: String) -> String {
    String(text.unicodeScalars.map { $0.isASCII ? Character($0) : "?" })
  }
}
