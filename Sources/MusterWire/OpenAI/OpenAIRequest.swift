/// What a gateway has to know of a request in the OpenAI form, and its bytes, which pass on untouched but for
/// the model's name.
///
/// Fields that are not named here are never looked at and survive byte for byte; so do spacing, order and the
/// way in which strings and numbers are written. Where a name stands twice the last wins, names being
/// compared after their escapes; null counts as absent. A field that is read must have its type, or the
/// request is refused with a `WireError` that names the field by its path.
public struct OpenAIRequest: Sendable {
  /// The largest number accepted for a count of tokens or choices: 10^9, so that sums and products of two of
  /// them stay within 64 bits.
  public static let numberLimit = 1_000_000_000

  /// The endpoint that was called.
  public let endpoint: OpenAIEndpoint

  /// The body as it came.
  public let bytes: [UInt8]

  /// The model asked for, decoded; never empty.
  public let model: String

  /// Whether the answer is to come as a stream. Always false for embeddings.
  public let stream: Bool

  /// Whether the caller asked for a chunk with the usage at the end of a stream.
  public let includeUsage: Bool

  /// How many tokens may be generated for a choice: `max_completion_tokens` or else `max_tokens` for chat,
  /// `max_tokens` for completions, `max_output_tokens` for responses; nil where the caller set none.
  public let maxOutputTokens: Int?

  /// The caller's own user, for quotas and abuse.
  public let user: String?

  /// How many choices are asked for: `n`, 1 where absent. Always 1 for embeddings and responses, which have
  /// none.
  public let choices: Int

  /// About how many tokens the input has: one for every four bytes, rounded up, of the JSON text of
  /// `messages` and `tools` (chat), `prompt` (completions), `input` (embeddings), `input`, `instructions` and
  /// `tools` (responses). Never zero where any of these is there. High for text full of escapes, far too high
  /// for images inside the body, a little low for scripts whose letters are tokens of their own.
  public let estimatedInputTokens: Int

  /// Where the model's name stands, quotes included: once for every member of that name.
  let modelRanges: [Range<Int>]

  /// What has to change so that the stream reports its usage; empty where it does so already.
  let usageEdits: [Edit]

  /// Reads `body`, one whole JSON object. Offsets in errors count from its first byte.
  public init(_ endpoint: OpenAIEndpoint, _ body: [UInt8]) throws(WireError) {
    let fields = try withRawBytes(of: body) { body throws(WireError) in
      try RequestFields(endpoint, body)
    }
    self.endpoint = endpoint
    bytes = body
    model = fields.model
    stream = fields.stream
    includeUsage = fields.includeUsage
    maxOutputTokens = fields.maxOutputTokens
    user = fields.user
    choices = fields.choices
    estimatedInputTokens = fields.estimatedInputTokens
    modelRanges = fields.modelRanges
    usageEdits = fields.usageEdits
  }

  /// Reads a copy of `body`, one whole JSON object. Offsets in errors count from its first byte.
  public init(_ endpoint: OpenAIEndpoint, _ body: some Collection<UInt8>) throws(WireError) {
    try self.init(endpoint, Array(body))
  }
}
