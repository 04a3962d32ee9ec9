/// What a failed answer of an upstream endpoint means for the request and for the endpoint.
public struct UpstreamFailure: Hashable, Sendable {
  /// What went wrong.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Too many requests for now: 429.
    case rateLimited
    /// The endpoint's money or quota is spent: 402; 429 or 400 with a code or type that speaks of it.
    case outOfBudget
    /// The input is longer than the model reads: 400 with `context_length_exceeded`. Another model may read
    /// it.
    case contextTooLong
    /// The caller's fault: 400, 404, 413, 422 and whatever other 4xx has no kind of its own.
    case invalidRequest
    /// The endpoint refuses our key: 401, 403. Somebody has to look at it.
    case unauthorised
    /// The endpoint's fault or bad luck: 5xx, 408, 409, 425, 529, and a status that is no error but no
    /// success.
    case serverError
  }

  /// What went wrong.
  public let kind: Kind

  /// The HTTP status.
  public let status: Int

  /// The error that the body told, if it did.
  public let error: OpenAIError?

  /// Judges an answer by its HTTP status and its body; nil for a success (2xx).
  public init?(status: Int, body: UnsafeRawBufferPointer) {
    if status >= 200 && status < 300 { return nil }
    self.status = status
    error = OpenAIError(decoding: body)
    kind = Self.kind(status, error)
  }

  /// Judges an answer by its HTTP status and its body; nil for a success (2xx).
  public init?(status: Int, body: some Collection<UInt8>) {
    guard let failure = withRawBytes(of: body, { UpstreamFailure(status: status, body: $0) }) else {
      return nil
    }
    self = failure
  }

  /// Whether another endpoint with the same model may well answer what this one refused. Not so for
  /// `contextTooLong`, where only another model helps, and `invalidRequest`.
  public var isRetryableElsewhere: Bool {
    switch kind {
    case .rateLimited, .outOfBudget, .unauthorised, .serverError: true
    case .contextTooLong, .invalidRequest: false
    }
  }

  private static func kind(_ status: Int, _ error: OpenAIError?) -> Kind {
    switch status {
    case 402: .outOfBudget
    case 429: speaks(error, of: ["insufficient_quota", "billing", "budget"]) ? .outOfBudget : .rateLimited
    case 401, 403: .unauthorised
    case 400:
      if isTooLong(error) {
        .contextTooLong
      } else {
        speaks(error, of: ["billing", "budget", "quota"]) ? .outOfBudget : .invalidRequest
      }
    case 408, 409, 425, 529: .serverError
    case 400..<500: .invalidRequest
    default: .serverError
    }
  }

  /// Whether the code or the type holds one of `words`.
  private static func speaks(_ error: OpenAIError?, of words: [String]) -> Bool {
    [error?.code, error?.type].contains { label in
      guard let label = label?.lowercased() else { return false }
      return words.contains { label.contains($0) }
    }
  }

  /// Servers without codes of their own tell it in the message, in OpenAI's words.
  private static func isTooLong(_ error: OpenAIError?) -> Bool {
    error?.code == "context_length_exceeded" || error?.type == "context_length_exceeded"
      || error?.message.contains("maximum context length") == true
  }
}
