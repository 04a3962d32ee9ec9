import Logging
import MusterCore
import MusterWire

/// Drives a model endpoint with tasks of the native API: the task's input is the body of a chat completion, and the
/// answer is its output. Callers that wait use the OpenAI-compatible face instead.
final class EndpointAgent: AgentDriver {
  private let endpoint: Endpoint
  private let upstream: Upstream
  private let shell: Shell
  private let ward: HealthWard
  private let verifier: Verifier?
  private let calls = RunningCalls()

  init(
    _ endpoint: Endpoint, upstream: Upstream, shell: Shell, ward: HealthWard, verifier: Verifier? = nil
  ) {
    self.endpoint = endpoint
    self.upstream = upstream
    self.shell = shell
    self.ward = ward
    self.verifier = verifier
  }

  func dispatch(_ work: Work) {
    calls.start(work.lease) { [self] in
      let result = await result(of: work)
      // A lease that was taken back has no result: what the engine did with it stands.
      if Swift.Task.isCancelled { return }
      _ = try? await shell.reportSurely(result, of: work, verifier)
    }
  }

  func recall(_ lease: LeaseID, of task: TaskID, from agent: AgentID) { calls.cancel(lease) }

  private func result(of work: Work) async -> WorkResult {
    let request: OpenAIRequest
    do { request = try OpenAIRequest(.chatCompletions, work.input) } catch {
      return WorkResult(
        succeeded: false, retryable: false, cost: 0,
        failure: "input: \(error); a task for a model needs the body of a chat completion")
    }
    guard !request.stream else {
      return WorkResult(
        succeeded: false, retryable: false, cost: 0,
        failure: "input: found stream true, expected a whole answer")
    }
    let now = shell.now
    if let until = endpoint.spend(
      tokens: request.estimatedInputTokens + (request.maxOutputTokens ?? 0), at: now)
    {
      ward.hold(endpoint.agent, until: until, concurrency: endpoint.concurrency)
    }
    let call = endpoint.request(
      .chatCompletions, request.body(withModel: endpoint.model), traceparent: work.traceparent)
    do {
      let answer = try await upstream.answer(call, timeout: min(endpoint.totalTimeout, work.deadline - now))
      ward.observe(endpoint.agent, succeeded: true, concurrency: endpoint.concurrency)
      let usage = Usage.find(in: answer.body.readableBytesView)
      return WorkResult(
        succeeded: true,
        cost: usage.map {
          endpoint.price.quote(
            inputTokens: Int64($0.inputTokens), outputTokens: Int64($0.outputTokens), duration: 0)
        }, outputTokens: Int32(clamping: usage?.outputTokens ?? 0),
        output: Array(answer.body.readableBytesView))
    } catch {
      return judged(error)
    }
  }

  private func judged(_ failure: CallFailure) -> WorkResult {
    guard case .refused(let refusal, _) = failure else {
      if case .cancelled = failure {
      } else {
        ward.observe(endpoint.agent, succeeded: false, concurrency: endpoint.concurrency)
      }
      return WorkResult(succeeded: false, cost: 0, failure: "\(endpoint.name): \(failure)")
    }
    switch refusal.kind {
    case .rateLimited, .outOfBudget, .unauthorised:
      ward.quarantine(endpoint.agent, atLeast: 0, concurrency: endpoint.concurrency)
    case .serverError: ward.observe(endpoint.agent, succeeded: false, concurrency: endpoint.concurrency)
    case .invalidRequest, .contextTooLong: break
    }
    return WorkResult(
      succeeded: false, retryable: refusal.kind != .invalidRequest, cost: 0,
      failure:
        "\(endpoint.name): status \(refusal.status), \(refusal.error?.message ?? refusal.kind.rawValue)")
  }
}
