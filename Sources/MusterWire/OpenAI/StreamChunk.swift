/// What a gateway has to know of the data of one event in a stream of the OpenAI API.
public struct StreamChunk: Hashable, Sendable {
  /// Whether this is `[DONE]`, with which streams of chat and completions end.
  public private(set) var isDone = false

  /// The usage, if this chunk reports one; a null usage is none.
  public private(set) var usage: Usage?

  /// Whether `choices` is there and empty.
  public private(set) var hasEmptyChoices = false

  /// Whether an error stands in place of an answer: an `error` that is not null, or an event of type `error`
  /// or `response.failed`.
  public private(set) var isError = false

  /// The `type` of an event of the responses API, such as `response.completed`; nil for other streams.
  public private(set) var type: String?

  /// Whether the data could be read: `[DONE]` or a JSON object.
  public private(set) var isReadable = true

  /// Reads the data of an event. Never fails: data that are neither `[DONE]` nor a JSON object are passed on
  /// by a gateway like any other, and only `isReadable` is false.
  public init(_ data: UnsafeRawBufferPointer) {
    let text = data.drop { $0 == 0x20 }
    if text.count < 16, text.starts(with: "[DONE]".utf8), text.dropFirst(6).allSatisfy({ $0 == 0x20 }) {
      isDone = true
      return
    }
    guard let chunk = try? JSONValue(scanning: data), chunk.type == .object else {
      isReadable = false
      return
    }
    usage = Usage.find(in: chunk)
    hasEmptyChoices = chunk["choices"].map { $0.type == .array && $0.isEmptyContainer } ?? false
    type = chunk["type"]?.string
    isError = chunk["error"] != nil || type == "error" || type == "response.failed"
  }

  /// Reads the data of an event.
  public init(_ data: some Collection<UInt8>) {
    self = withRawBytes(of: data) { StreamChunk($0) }
  }

  /// Whether this chunk is there for the usage alone: what `stream_options.include_usage` adds, and what to
  /// drop where the caller did not ask for it.
  public var isUsageOnly: Bool { usage != nil && hasEmptyChoices && !isError }

  /// Whether the stream is complete with this event; what follows may be dropped.
  public var isLast: Bool {
    isDone || type == "response.completed" || type == "response.incomplete" || type == "response.failed"
  }
}

extension SSEFrame {
  /// What the data say, for a stream of the OpenAI API; nil for an event without data, such as a comment.
  public var chunk: StreamChunk? { data == nil ? nil : withData { StreamChunk($0) } }
}
