/// Who may call. The API keys themselves are in the log, as hashes.
public struct AuthSettings: SettingsSection {
  /// Nil: required exactly where others than this machine can reach the server.
  public var required: Bool?
  public var adminKeyFile: String?

  public init() {}

  static let fields: [Field<AuthSettings>] = [
    .optional(
      "required", \.required, .flag, example: "true",
      "Whether calls need an API key; without it, they do unless server.host is a loopback address."),
    .optional(
      "admin-key-file", \.adminKeyFile, .path, example: "admin.key",
      "The file that the first admin key is written to, when there is none yet."),
  ]
}

/// The terms on which a tenant shares the pool.
public struct TenantSettings: SettingsSection {
  public var name = ""
  public var weight = 1.0
  /// Micro-dollars; nil for no bound.
  public var budget: Int64?
  /// Tasks in flight that it is guaranteed.
  public var floor = 0

  public init() {}

  static let fields: [Field<TenantSettings>] = [
    .required("name", \.name, .name, example: "search", "What it is called."),
    .value("weight", \.weight, .positive, "Its weight in fair shares: twice the weight, twice the share."),
    .optional(
      "budget", \.budget, .money, example: "250.00", "The most that its tasks may cost in all, in USD."),
    .value("floor", \.floor, .integer(0...1_000_000), "How many tasks in flight it is guaranteed."),
  ]
}
