/// The endpoints of the OpenAI API that take a body with a model's name.
public enum OpenAIEndpoint: String, CaseIterable, Hashable, Sendable {
  case chatCompletions
  case completions
  case embeddings
  case responses

  /// The endpoint of a request path such as `/v1/chat/completions`; nil for other paths.
  public init?(path: String) {
    guard let endpoint = Self.allCases.first(where: { $0.path == path }) else { return nil }
    self = endpoint
  }

  /// The path that clients call.
  public var path: String {
    switch self {
    case .chatCompletions: "/v1/chat/completions"
    case .completions: "/v1/completions"
    case .embeddings: "/v1/embeddings"
    case .responses: "/v1/responses"
    }
  }

  /// Whether answers may come as a stream.
  public var streams: Bool { self != .embeddings }

  /// Whether a stream reports its usage only when asked with `stream_options.include_usage`. The responses
  /// API always reports it, in its last event.
  public var reportsUsageOnRequest: Bool { self == .chatCompletions || self == .completions }
}
