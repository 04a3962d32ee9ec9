/// The fields of a request, read from its bytes.
struct RequestFields {
  let model: String
  private(set) var stream = false
  private(set) var includeUsage = false
  private(set) var maxOutputTokens: Int?
  let user: String?
  private(set) var choices = 1
  private(set) var estimatedInputTokens = 0
  private(set) var modelRanges: [Range<Int>] = []
  private(set) var usageEdits: [Edit] = []

  init(_ endpoint: OpenAIEndpoint, _ bytes: UnsafeRawBufferPointer) throws(WireError) {
    let body = try JSONValue(scanning: bytes)
    guard body.type == .object else {
      throw WireError(
        .type, "body", offset: body.range.lowerBound, found: body.type.phrase, expected: "an object")
    }
    let fields = FieldReader(body)
    guard let model = try fields.string("model") else {
      throw WireError(.missing, "model", found: "none", expected: "a string")
    }
    if model.isEmpty {
      throw WireError(.value, "model", found: "an empty string", expected: "the name of a model")
    }
    self.model = model
    user = try fields.string("user")
    for member in body.members where member.isNamed("model", in: bytes) { modelRanges.append(member.value) }

    for name in endpoint.inputFields {
      if let value = body[name] { estimatedInputTokens += (value.range.count + 3) / 4 }
    }
    for name in endpoint.outputLimitFields where maxOutputTokens == nil {
      maxOutputTokens = try fields.wholeNumber(name, from: 0)
    }
    if endpoint.reportsUsageOnRequest { choices = try fields.wholeNumber("n", from: 1) ?? 1 }
    if endpoint.streams { stream = try fields.boolean("stream") ?? false }
    guard endpoint.reportsUsageOnRequest else { return }
    if let options = try fields.object("stream_options") {
      let fields = FieldReader(options, path: "stream_options.")
      includeUsage = try fields.boolean("include_usage") ?? false
    }
    if stream { usageEdits = Edit.askForUsage(in: body) }
  }
}

extension OpenAIEndpoint {
  /// The fields that hold what the model reads.
  var inputFields: [StaticString] {
    switch self {
    case .chatCompletions: ["messages", "tools"]
    case .completions: ["prompt"]
    case .embeddings: ["input"]
    case .responses: ["input", "instructions", "tools"]
    }
  }

  /// The fields that limit what the model writes, the one that counts first.
  var outputLimitFields: [StaticString] {
    switch self {
    case .chatCompletions: ["max_completion_tokens", "max_tokens"]
    case .completions: ["max_tokens"]
    case .embeddings: []
    case .responses: ["max_output_tokens"]
    }
  }
}
