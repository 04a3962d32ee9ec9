import MusterCore

/// How tasks' texts are read for policies that choose by them; other policies see no text.
public struct TextSettings: SettingsSection {
  /// The name of an endpoint that makes embeddings; nil for hashed words and phrases alone.
  public var embeddings: String?
  /// How long an embedding is asked to be; nil for as long as the model makes it.
  public var dimensions: Int?
  public var timeout = 2 * Span.second

  public init() {}

  static let fields: [Field<TextSettings>] = [
    .optional(
      "embeddings", \.embeddings, .name, example: "local",
      "The endpoint that makes embeddings of texts, and is no agent then; without it, words are hashed."),
    .optional(
      "dimensions", \.dimensions, .integer(8...4096), example: "256",
      "How long an embedding is asked to be; without it, as long as the model makes it."),
    .value(
      "timeout", \.timeout, .duration(Span.millisecond...Span.minute),
      "How long a task waits for its embedding before it goes by its words."),
  ]
}
