import MusterWire

/// The OpenAI-compatible face's own answers.
enum OpenAIAnswers {
  /// A refusal in OpenAI's form, with the API's stable code.
  static func error(_ failure: APIFailure) -> [UInt8] {
    var text = JSONText(capacity: 256)
    text.object { text in
      text.name("error")
      text.object { text in
        text.member("message", "\(failure.code.title): \(failure.detail)")
        text.member("type", type(failure))
        text.member("param", orNull: failure.parts.first.map { String($0.pointer.dropFirst()) })
        text.member("code", failure.code.rawValue)
      }
    }
    return text.bytes
  }

  /// The event that ends a stream which broke after its first token.
  static func streamError(_ failure: APIFailure) -> [UInt8] {
    Array("data: ".utf8) + error(failure) + Array("\n\n".utf8)
  }

  private static func type(_ failure: APIFailure) -> String {
    switch failure.code {
    case .unauthenticated: "authentication_error"
    case .forbidden: "permission_error"
    case .budgetExhausted: "insufficient_quota"
    case .rateLimited, .queueFull: "rate_limit_error"
    default: failure.status.kind == .clientError ? "invalid_request_error" : "server_error"
    }
  }
}
