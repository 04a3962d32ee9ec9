import MusterCore

/// Where the server listens, and what it lets in.
public struct ServerSettings: SettingsSection {
  public var host = "127.0.0.1"
  /// Zero for any free port.
  public var port = 8484
  public var publicURL: WebAddress?
  public var tls = TLSSettings()
  public var limits = ServerLimits()
  public var drainTimeout = 30 * Span.second

  public init() {}

  static let fields: [Field<ServerSettings>] = [
    .value("host", \.host, .host, "The name or address to listen on; 0.0.0.0 or \"::\" for all."),
    .value("port", \.port, .integer(0...65535), "The port to listen on; 0 for any free one."),
    .optional(
      "public-url", \.publicURL, .url, example: "https://muster.example.com",
      "The address by which callers and other replicas reach this server."),
    .section("tls", \.tls, "Both files turn TLS on."),
    .section("limits", \.limits, "What one caller may ask of the server."),
    .value(
      "drain-timeout", \.drainTimeout, .duration(0...Span.hour),
      "How long requests under way may take when the server stops."),
  ]
}

/// The files of TLS, in PEM.
public struct TLSSettings: SettingsSection {
  public var certificate: String?
  public var key: String?

  public init() {}

  static let fields: [Field<TLSSettings>] = [
    .optional(
      "certificate", \.certificate, .path, example: "server.crt", "The file of the certificate chain, in PEM."
    ),
    .optional("key", \.key, .path, example: "server.key", "The file of the private key, in PEM."),
  ]
}

/// What one caller may ask of the server.
public struct ServerLimits: SettingsSection {
  /// Bytes.
  public var body = 8 << 20
  /// Bytes.
  public var headers = 16 << 10
  public var headerTimeout = 10 * Span.second
  public var idleTimeout = Span.minute
  public var connections = 10_000
  /// Nil for no limit.
  public var requestsPerSecond: Double?

  public init() {}

  static let fields: [Field<ServerLimits>] = [
    .value("body", \.body, .size(1 << 10...1 << 30), "The largest body of a request."),
    .value("headers", \.headers, .size(1 << 10...1 << 20), "The largest head of a request."),
    .value(
      "header-timeout", \.headerTimeout, .duration(100 * Span.millisecond...Span.hour),
      "A connection that has not sent its whole head by then is closed."),
    .value(
      "idle-timeout", \.idleTimeout, .duration(Span.second...Span.day),
      "A connection without a request for this long is closed."),
    .value("connections", \.connections, .integer(1...1_000_000), "The most connections at once."),
    .optional(
      "requests-per-second", \.requestsPerSecond, .positive, example: "100",
      "The most requests of one tenant in a second; without it there is no limit."),
  ]
}
