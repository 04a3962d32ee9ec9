import MusterCore

/// Calls that tell of ended tasks.
public struct WebhookSettings: SettingsSection {
  public var allowPrivate = false
  /// Empty for every public host.
  public var hosts: [String] = []
  public var attempts = 5
  public var timeout = 10 * Span.second
  public var secret = SecretSource()

  public init() {}

  static let fields: [Field<WebhookSettings>] = [
    .value(
      "allow-private", \.allowPrivate, .flag, "Whether private and loopback addresses may be called."),
    .values(
      "hosts", \.hosts, .host, example: ["hooks.example.com"],
      "The hosts that may be called; without it, all."),
    .value("attempts", \.attempts, .integer(1...100), "How often a call is tried."),
    .value("timeout", \.timeout, .duration(Span.millisecond...Span.hour), "How long one try may take."),
    .secret("secret", \.secret, example: "WEBHOOK_SECRET", "The secret that calls are signed with."),
  ]
}
