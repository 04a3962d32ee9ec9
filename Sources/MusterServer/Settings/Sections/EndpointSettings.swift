/// An agent that speaks the OpenAI protocol.
public struct EndpointSettings: SettingsSection {
  public var name = ""
  public var url = WebAddress.none
  /// What the model is called there.
  public var model = ""
  /// The models that callers may ask for and get this one; none for ``model`` alone.
  public var models: [String] = []
  public var pools = ["default"]
  public var key = SecretSource()
  /// The header that carries the key as it is; nil for `Authorization: Bearer KEY`.
  public var keyHeader: String?
  public var price = EndpointPrice()
  public var limits = EndpointLimits()
  public var timeouts = EndpointTimeouts()
  public var headers: [HeaderField] = []
  public var speed = 1.0
  public var role = "default"
  public var skills: [String] = []
  /// Micro-dollars; nil for no bound.
  public var budget: Int64?

  public init() {}

  /// The names by which callers may ask for it.
  public var callableModels: [String] { models.isEmpty ? [model] : models }

  static let fields: [Field<EndpointSettings>] = [
    .required("name", \.name, .name, example: "local", "What it is called."),
    .required(
      "url", \.url, .url, example: "http://127.0.0.1:11434/v1",
      "The base address, up to and with its version."),
    .required("model", \.model, .name, example: "llama3.2:3b", "What the model is called there."),
    .values(
      "models", \.models, .name, example: ["small", "llama3.2"],
      "The models that callers may ask for and get this one; without it, model alone."),
    .values("pools", \.pools, .name, example: ["default"], "The pools that it belongs to."),
    .secret("key", \.key, example: "LOCAL_API_KEY", "The API key that it is called with."),
    .optional(
      "key-header", \.keyHeader, .header, example: "api-key",
      "The header that carries the key as it is; without it, Authorization with Bearer."),
    .section("price", \.price, "What it charges."),
    .section("limits", \.limits, "What it takes."),
    .section("timeouts", \.timeouts, "How long it may take."),
    .headers("headers", \.headers, "Headers that go with every request."),
    .value("speed", \.speed, .positive, "Work done in a second, relative to an agent of speed 1."),
    .value("role", \.role, .name, "The role that it plays."),
    .values("skills", \.skills, .name, example: ["chat"], "The skills that tasks may demand of it."),
    .optional(
      "budget", \.budget, .money, example: "100.00", "The most that may be spent on it in all, in USD."),
  ]
}

/// A static header field. Its value may be confidential and is never shown.
public struct HeaderField: Sendable, Equatable {
  public var name: String
  public var value: Secret

  public init(name: String, value: Secret) {
    self.name = name
    self.value = value
  }
}
