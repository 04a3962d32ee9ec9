import Hummingbird
import MusterCore
import MusterWire
import NIOCore

/// The verdict on a whole answer of the OpenAI-compatible face, while its caller waits.
struct FaceVerdict: Sendable {
  let attempt: FaceAttempt
  let verifier: Verifier
  let rule: VerifyRule

  /// What is left for the answer to reach its caller before the deadline.
  private static let reserve = 50 * Span.millisecond

  /// Ends the try as the verifier says.
  func end(_ result: WorkResult, _ response: Response, _ body: ByteBuffer) async -> FaceAttempt.Result {
    let work = attempt.work
    let answered = attempt.face.parts.shell.now
    let left = attempt.call.deadline - answered - Self.reserve
    let answer = JudgedAnswer(
      task: work.task, kind: work.kind, tenant: work.tenant, agent: work.agentName, attempt: work.attempt,
      input: attempt.call.request.bytes, output: Array(body.readableBytesView),
      traceparent: attempt.call.traceparent)
    let verdict = await verifier.judge(answer, by: rule, within: left)
    if Swift.Task.isCancelled {
      // The caller has gone; the answer was given all the same.
      await attempt.report(result)
      return .answered(response)
    }
    var response = response
    response.headers[.musterVerdict] = "\(verdict.ruling)"
    if let cost = result.cost, verdict.cost > 0 {
      response.headers[.musterCost] = JSONText.dollars(verdict.cost(with: cost))
    }
    do {
      let conclusion = try await verifier.report(
        result, verdict, by: rule, lease: work.lease, task: work.task, answered: answered)
      // The policy may have gone by the verifier's confidence.
      switch conclusion {
      case .escalated, .last: response.headers[.musterVerdict] = "\(Ruling.rejected)"
      case .accepted where verdict.ruling == .rejected:
        response.headers[.musterVerdict] = "\(Ruling.accepted)"
      case .accepted, .lost: break
      }
      if case .escalated = conclusion { return .rejected(response) }
    } catch {
      // The caller does not wait for the log.
      let (verifier, rule) = (verifier, rule)
      Swift.Task {
        await verifier.conclude(
          result, verdict, by: rule, lease: work.lease, task: work.task, answered: answered)
      }
    }
    return .answered(response)
  }
}
