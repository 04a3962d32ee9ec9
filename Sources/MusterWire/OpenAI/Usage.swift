/// What an answer cost, in tokens, as the endpoint reports it.
public struct Usage: Hashable, Sendable {
  /// Tokens read: `prompt_tokens`, or `input_tokens` of the responses API.
  public var inputTokens: Int

  /// Tokens written: `completion_tokens`, or `output_tokens` of the responses API; 0 for embeddings.
  public var outputTokens: Int

  /// `total_tokens`, or the sum where the endpoint gave none.
  public var totalTokens: Int

  /// A usage of these counts; the total is the sum unless given.
  public init(inputTokens: Int, outputTokens: Int, totalTokens: Int? = nil) {
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.totalTokens = totalTokens ?? inputTokens + outputTokens
  }

  /// The usage in a whole answer, or in the data of one event of a stream: in `usage`, or in
  /// `response.usage`. Nil where it is absent or null, where it has no count that can be read, and where
  /// `bytes` are not JSON.
  public static func find(in bytes: UnsafeRawBufferPointer) -> Usage? {
    (try? JSONValue(scanning: bytes)).flatMap { find(in: $0) }
  }

  /// The usage in a whole answer, or in the data of one event of a stream.
  public static func find(in bytes: some Collection<UInt8>) -> Usage? {
    withRawBytes(of: bytes) { find(in: $0) }
  }

  static func find(in answer: JSONValue) -> Usage? {
    if let usage = answer["usage"] { return Usage(usage) }
    return answer["response"]?["usage"].flatMap { Usage($0) }
  }

  private init?(_ object: JSONValue) {
    guard object.type == .object else { return nil }
    let input = object["prompt_tokens"]?.tokens ?? object["input_tokens"]?.tokens
    let output = object["completion_tokens"]?.tokens ?? object["output_tokens"]?.tokens
    let total = object["total_tokens"]?.tokens
    if input == nil && output == nil { return nil }
    self.init(inputTokens: input ?? 0, outputTokens: output ?? 0, totalTokens: total)
  }
}
