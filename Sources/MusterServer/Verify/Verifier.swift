import Logging
import Metrics
import MusterCore
import MusterWire
import Synchronization

/// Has answers judged by the rules of the settings: by a program, by a model, or by the caller.
///
/// A rejected answer is a failed try, so that the engine gives the task to another agent; the policy learns from it.
public final class Verifier: Sendable {
  struct State {
    /// Verdicts that are awaited, by the lease.
    var jobs: [LeaseID: Swift.Task<Void, Never>] = [:]
    var isStopped = false
  }

  let rules: VerifyRules
  let shell: Shell
  private let upstream: Upstream
  private let ward: HealthWard
  let logger: Logger
  private let metrics: any MetricsFactory
  let state = Mutex(State())

  init(
    _ rules: VerifyRules, shell: Shell, upstream: Upstream, ward: HealthWard, logger: Logger,
    metrics: any MetricsFactory
  ) {
    self.rules = rules
    self.shell = shell
    self.upstream = upstream
    self.ward = ward
    self.logger = logger
    self.metrics = metrics
  }

  /// Asks for a verdict, when it is its turn, and counts it, unless the task that asks is cancelled.
  /// - Parameter limit: no longer than this, the wait for its turn included, whatever the rule allows.
  func judge(
    _ answer: JudgedAnswer, by rule: VerifyRule, within limit: Nanoseconds = .max
  ) async -> Verdict {
    let began = shell.now
    let verdict: Verdict
    if await rule.turnstile.enter(within: limit) {
      let left = limit == .max ? .max : limit - (shell.now - began)
      verdict = await ask(answer, by: rule, min(rule.timeout, left))
      rule.turnstile.leave()
    } else {
      verdict = .broken("no time was left for it")
    }
    if !Swift.Task.isCancelled { count(verdict, on: answer.task) }
    return verdict
  }

  private func ask(_ answer: JudgedAnswer, by rule: VerifyRule, _ time: Nanoseconds) async -> Verdict {
    switch rule.way {
    case _ where time <= 0: .broken("no time was left for it")
    case .command(let command, let environment):
      await ask(command, environment, answer, rule.threshold, time)
    case .agent(let endpoint): await ask(endpoint, answer, rule.threshold, time)
    case .feedback: .broken("feedback cannot be asked for")
    }
  }

  /// Counts a verdict; of a verifier that broke the log tells.
  func count(_ verdict: Verdict, on task: TaskID) {
    Counter(
      label: "muster_verdicts_total", dimensions: [("verdict", "\(verdict.ruling)")], factory: metrics
    ).increment()
    guard verdict.ruling == .broken else { return }
    logger.warning(
      "a verifier broke; the answer counts as accepted",
      metadata: ["task": "\(task)", "reason": "\(verdict.trouble ?? "")"])
  }

  private func ask(
    _ command: [String], _ variables: [String], _ answer: JudgedAnswer, _ threshold: Double,
    _ time: Nanoseconds
  ) async -> Verdict {
    let environment = ProgramEnvironment.make(
      allowed: variables, task: "\(answer.task)", lease: nil, attempt: answer.attempt, kind: answer.kind,
      tenant: answer.tenant, traceparent: answer.traceparent)
    var call = ProgramCall(command: command, environment: environment, input: answer.json, timeout: time)
    call.grace = Span.second / 2
    let program = RunningProgram.start(call)
    let end = await withTaskCancellationHandler {
      await program.end
    } onCancel: {
      program.stop()
    }
    return end.verdict(threshold: threshold)
  }

  private func ask(
    _ endpoint: Endpoint, _ answer: JudgedAnswer, _ threshold: Double, _ time: Nanoseconds
  ) async -> Verdict {
    let body = answer.prompt(model: endpoint.model)
    if let until = endpoint.spend(tokens: body.count / 4, at: shell.now) {
      ward.hold(endpoint.agent, until: until, concurrency: endpoint.concurrency)
    }
    let request = endpoint.request(.chatCompletions, body, traceparent: answer.traceparent)
    do {
      let reply = try await upstream.answer(request, timeout: min(time, endpoint.totalTimeout))
      endpoint.count("succeeded", metrics)
      let bytes = reply.body.readableBytesView
      let said = ChatPrompt.content(of: bytes) ?? ""
      var verdict =
        VerdictText.verdict(in: said, threshold: threshold)
        ?? .broken("\(endpoint.name): its reply is neither yes, nor no, nor a number from 0 to 1")
      verdict.cost =
        Usage.find(in: bytes).map {
          endpoint.price.quote(
            inputTokens: Int64($0.inputTokens), outputTokens: Int64($0.outputTokens), duration: 0)
        } ?? 0
      return verdict
    } catch {
      endpoint.count(error.label, metrics)
      return .broken("\(endpoint.name): \(error)")
    }
  }
}

extension ProgramEnd {
  /// What the end of a verifier's program means: status 0 accepts and 1 rejects, unless the last line of its
  /// standard output is a number from 0 to 1, which the threshold decides on; any other end is a verifier that broke.
  func verdict(threshold: Double) -> Verdict {
    guard case .exited(let status) = way, status == 0 || status == 1 else {
      return .broken(result().failure ?? "it ended in a way that is not known")
    }
    if let value = VerdictText.number(in: String(decoding: output, as: UTF8.self)) {
      return Verdict(value: value, threshold: threshold)
    }
    return Verdict(status == 0 ? .accepted : .rejected)
  }
}
