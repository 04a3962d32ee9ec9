import HTTPTypes
import MusterCore

/// A refusal as a client of the API sees it: a status, a stable code, and one sentence.
public struct APIFailure: Error, Sendable {
  public var status: HTTPResponse.Status
  /// Stable: scripts may compare it.
  public var code: Code
  public var detail: String
  /// What is wrong with which part of the request; JSON pointers for bodies.
  public var parts: [Part] = []
  public var headers: HTTPFields = [:]

  public struct Part: Sendable, Equatable {
    public var pointer: String
    public var detail: String
  }

  public init(_ code: Code, _ detail: String, parts: [Part] = [], headers: HTTPFields = [:]) {
    status = code.status
    self.code = code
    self.detail = detail
    self.parts = parts
    self.headers = headers
  }

  /// All codes of the API, with the status that each comes with.
  public enum Code: String, Sendable, CaseIterable {
    case malformedJSON = "malformed_json"
    case invalidRequest = "invalid_request"
    case invalidParameter = "invalid_parameter"
    case unauthenticated
    case forbidden
    case budgetExhausted = "budget_exhausted"
    case notFound = "not_found"
    case modelNotFound = "model_not_found"
    case methodNotAllowed = "method_not_allowed"
    case idempotencyConflict = "idempotency_conflict"
    case leaseLost = "lease_lost"
    case taskEnded = "task_ended"
    case taskNotLeased = "task_not_leased"
    case cyclicDependency = "cyclic_dependency"
    case bodyTooLarge = "body_too_large"
    case unsupportedMediaType = "unsupported_media_type"
    case rateLimited = "rate_limited"
    case queueFull = "queue_full"
    case internalError = "internal_error"
    case upstreamFailed = "upstream_failed"
    case noAgent = "no_agent"
    case logUnavailable = "log_unavailable"
    case notLeading = "not_leading"
    case draining
    case timedOut = "timed_out"

    public var status: HTTPResponse.Status {
      switch self {
      case .malformedJSON, .invalidRequest, .invalidParameter: .badRequest
      case .unauthenticated: .unauthorized
      case .forbidden: .forbidden
      case .budgetExhausted: .init(code: 402, reasonPhrase: "Payment Required")
      case .notFound, .modelNotFound: .notFound
      case .methodNotAllowed: .methodNotAllowed
      case .idempotencyConflict, .leaseLost, .taskEnded, .taskNotLeased: .conflict
      case .cyclicDependency: .unprocessableContent
      case .bodyTooLarge: .contentTooLarge
      case .unsupportedMediaType: .unsupportedMediaType
      case .rateLimited, .queueFull: .tooManyRequests
      case .internalError: .internalServerError
      case .upstreamFailed: .badGateway
      case .noAgent, .logUnavailable, .notLeading, .draining: .serviceUnavailable
      case .timedOut: .gatewayTimeout
      }
    }

    /// What it means, in a few words.
    public var title: String {
      switch self {
      case .malformedJSON: "The body is not JSON"
      case .invalidRequest: "The request is not valid"
      case .invalidParameter: "A parameter is not valid"
      case .unauthenticated: "A valid API key is needed"
      case .forbidden: "The API key does not permit this"
      case .budgetExhausted: "A budget is exhausted"
      case .notFound: "There is no such thing"
      case .modelNotFound: "There is no such model"
      case .methodNotAllowed: "The method is not allowed here"
      case .idempotencyConflict: "The idempotency key was used with another body"
      case .leaseLost: "The lease is no longer in force"
      case .taskEnded: "The task has ended"
      case .taskNotLeased: "No agent has had the task"
      case .cyclicDependency: "Tasks wait for each other"
      case .bodyTooLarge: "The body is too large"
      case .unsupportedMediaType: "The body has to be JSON"
      case .rateLimited: "Too many requests"
      case .queueFull: "The queue is full"
      case .internalError: "Something went wrong in the server"
      case .upstreamFailed: "The agents failed"
      case .noAgent: "No agent can take this"
      case .logUnavailable: "The log cannot be written"
      case .notLeading: "This replica does not lead"
      case .draining: "The server is stopping"
      case .timedOut: "The deadline has passed"
      }
    }
  }
}

extension APIFailure {
  /// A refusal of the engine.
  public init(_ error: EngineError) {
    switch error {
    case .malformed(let part, let found, let expected):
      self.init(.invalidRequest, "\(part): found \(found), expected \(expected)")
    case .unknownTask, .unknownAgent, .unknownDependency: self.init(.notFound, "\(error)")
    case .cyclicDependency: self.init(.cyclicDependency, "\(error)")
    case .duplicateTask, .duplicateKey: self.init(.idempotencyConflict, "\(error)")
    case .queueFull: self.init(.queueFull, "\(error)", headers: [.retryAfter: "1"])
    case .poolFull, .namesFull: self.init(.queueFull, "\(error)")
    case .notAssignable, .inconsistentFact: self.init(.internalError, "\(error)")
    }
  }

  /// Whatever was thrown, as a client may see it.
  public init(wrapping error: any Error) {
    switch error {
    case let failure as APIFailure: self = failure
    case let error as EngineError: self.init(error)
    case ShellError.logUnavailable:
      // The reason names files: it is for the operator's log, not for clients.
      self.init(
        .logUnavailable, "nothing was changed; try again later", headers: [.retryAfter: "1"])
    case ShellError.notLeading: self.init(.notLeading, "try again in a moment", headers: [.retryAfter: "1"])
    case ShellError.draining:
      self.init(.draining, "try another replica, or again in a moment", headers: [.retryAfter: "1"])
    default: self.init(.internalError, "see the server's log")
    }
  }
}
