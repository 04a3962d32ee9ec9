import HTTPTypes
import Hummingbird
import MusterCore
import MusterWire

/// A request of the OpenAI-compatible face on its way to an agent: a task of the engine whose work stays with the
/// handler.
struct FaceRequest: Sendable {
  let request: OpenAIRequest
  let identity: Identity
  let traceparent: String?
  /// The caller waits no longer than until then.
  let deadline: Instant
  /// What its text became, for a policy that chooses by it.
  var text: TextReader.Reading?

  /// Output tokens that are reserved for where the caller sets no bound.
  static let standardOutputTokens = 4096
  /// What the longest wait is where the caller names none.
  static let standardTimeout: Nanoseconds = 600_000_000_000

  /// How long the caller waits, by the headers that clients send: ours, or the one of OpenAI's own libraries.
  static func timeout(_ headers: HTTPFields) throws -> Nanoseconds {
    if let text = HTTPField.Name("X-Muster-Timeout").flatMap({ headers[$0] }) {
      guard let value = JSONFields.nanoseconds(text) ?? Double(text).flatMap(JSONFields.nanoseconds),
        value > 0
      else {
        throw APIFailure(
          .invalidParameter,
          "X-Muster-Timeout: found \"\(text.prefix(40))\", expected a length of time such as 30s")
      }
      return value
    }
    let stainless =
      HTTPField.Name("X-Stainless-Timeout").flatMap { headers[$0] }
      ?? HTTPField.Name("X-Stainless-Read-Timeout").flatMap { headers[$0] }
    if let seconds = stainless.flatMap(Double.init).flatMap(JSONFields.nanoseconds), seconds > 0 {
      return seconds
    }
    return standardTimeout
  }

  /// Submits it, and opens its line to the desk.
  /// - Throws: `budget_exhausted`, `no_agent`, and what the engine refuses.
  func submit(_ skills: [String], kind: String, callers: CallerDesk, in session: inout Session) throws
    -> TaskID
  {
    let id = TaskID(session.nextTask)
    var indices: [Int] = []
    for skill in skills { indices.append(Int(try session.intern(skill, in: .skill))) }
    var task = Task(
      id: id, tenant: TenantID(try session.intern(identity.tenant, in: .tenant)),
      kind: KindID(try session.intern(kind, in: .kind)), demand: Demand(skills: SkillSet(indices)))
    task.deadline = deadline
    task.retry = RetryRule(attempts: 8, backoff: 0, backoffLimit: 0, jitter: 0, elsewhere: true)
    task.inputTokens = Int32(clamping: request.estimatedInputTokens)
    task.outputTokenLimit = Int32(
      clamping: request.endpoint == .embeddings
        ? 0 : (request.maxOutputTokens ?? Self.standardOutputTokens) * request.choices)
    task.payload = Shell.callerPayload
    task.take(text)
    guard session.state.orchestrator.engine.hasSuitor(for: task.demand) else {
      throw APIFailure(
        .noAgent, "no agent in the pool answers for \(request.model)", headers: [.retryAfter: "5"])
    }
    if let obstacle = session.state.orchestrator.engine.budgetObstacle(for: task) {
      throw Self.exhausted(obstacle, tenant: identity.tenant)
    }
    callers.open(id)
    do {
      try session.handle(.submit(task))
    } catch {
      callers.close(id)
      throw error
    }
    return id
  }

  static func exhausted(_ obstacle: AssignmentObstacle, tenant: String) -> APIFailure {
    switch obstacle {
    case .agentBudget:
      APIFailure(.budgetExhausted, "the budgets of all agents that could answer are exhausted")
    case .taskBudget: APIFailure(.budgetExhausted, "the budget of the request is exhausted")
    default: APIFailure(.budgetExhausted, "the budget of tenant \"\(tenant)\" is exhausted")
    }
  }
}
