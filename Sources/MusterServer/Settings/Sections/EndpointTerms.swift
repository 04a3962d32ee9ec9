import MusterCore

/// What an endpoint charges, in micro-dollars.
public struct EndpointPrice: SettingsSection {
  /// A million input tokens.
  public var input: Int64 = 0
  /// A million output tokens.
  public var output: Int64 = 0
  public var request: Int64 = 0

  public init() {}

  static let fields: [Field<EndpointPrice>] = [
    .value("input", \.input, .money, "USD for a million input tokens."),
    .value("output", \.output, .money, "USD for a million output tokens."),
    .value("request", \.request, .money, "USD for each request."),
  ]

  /// The price as the engine takes it.
  public var enginePrice: Price {
    Price(perTask: request, perMillionInputTokens: input, perMillionOutputTokens: output)
  }
}

/// What an endpoint takes. Nil for no limit.
public struct EndpointLimits: SettingsSection {
  public var requestsPerMinute: Int?
  public var tokensPerMinute: Int?
  public var concurrency = 64
  /// Tokens, input and output together.
  public var context: Int?

  public init() {}

  static let fields: [Field<EndpointLimits>] = [
    .optional(
      "requests-per-minute", \.requestsPerMinute, .integer(1...1_000_000_000), example: "3000",
      "The most requests in a minute; without it there is no limit."),
    .optional(
      "tokens-per-minute", \.tokensPerMinute, .integer(1...1_000_000_000_000), example: "1_000_000",
      "The most tokens in a minute, input and output together; without it there is no limit."),
    .value("concurrency", \.concurrency, .integer(1...1_000_000), "The most requests at once."),
    .optional(
      "context", \.context, .integer(1...1_000_000_000), example: "128_000",
      "The most tokens of one request, input and output together; without it any length is tried."),
  ]
}

/// How long an endpoint may take.
public struct EndpointTimeouts: SettingsSection {
  public var connect = 5 * Span.second
  public var firstToken = Span.minute
  public var total = 10 * Span.minute

  public init() {}

  static let fields: [Field<EndpointTimeouts>] = [
    .value("connect", \.connect, .duration(Span.millisecond...Span.hour), "To be connected."),
    .value(
      "first-token", \.firstToken, .duration(Span.millisecond...Span.day),
      "From the request to the first token."),
    .value("total", \.total, .duration(Span.millisecond...Span.day), "From the request to the last token."),
  ]
}
