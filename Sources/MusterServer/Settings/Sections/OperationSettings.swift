/// What the server tells of itself.
public struct ObservabilitySettings: SettingsSection {
  public enum Level: String, Sendable, CaseIterable {
    case trace, debug, info, notice, warning, error, critical
  }
  public enum Format: String, Sendable, CaseIterable {
    case text, json
  }

  public var level = Level.info
  public var format = Format.text
  public var metrics = true

  public init() {}

  static let fields: [Field<ObservabilitySettings>] = [
    .value("log-level", \.level, .choice, "The least that a message must matter to be written."),
    .value("log-format", \.format, .choice, "How messages are written."),
    .value("metrics", \.metrics, .flag, "Whether /metrics answers."),
  ]
}

/// Several servers over one PostgreSQL log.
public struct ClusterSettings: SettingsSection {
  public var node: String?
  public var advertise: WebAddress?

  public init() {}

  static let fields: [Field<ClusterSettings>] = [
    .optional(
      "node", \.node, .name, example: "muster-1",
      "What this replica is called; it makes the server one of several."),
    .optional(
      "advertise", \.advertise, .url, example: "http://10.0.0.1:8484",
      "The address by which the other replicas reach this one; without it, server.public-url."),
  ]
}
