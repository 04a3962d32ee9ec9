import MusterMath

/// What the server keeps of a submission beside the engine's own fields.
public struct TaskExtras: Sendable, Equatable {
  /// The work itself, bytes as they came; given back to agents as it is.
  public var input: [UInt8]
  /// JSON text of the caller's own labels, or empty.
  public var metadata: [UInt8]
  /// Where changes of state are told, or nil.
  public var webhook: String?
  /// The caller's `traceparent`, or nil.
  public var traceparent: String?
  /// Of the text of the submission, to tell a repeat from another task under the same key; zero without a key.
  public var digest: UInt64 = 0

  public init(
    input: [UInt8] = [], metadata: [UInt8] = [], webhook: String? = nil, traceparent: String? = nil
  ) {
    self.input = input
    self.metadata = metadata
    self.webhook = webhook
    self.traceparent = traceparent
  }

  /// Whether there is nothing to keep.
  public var isEmpty: Bool {
    input.isEmpty && metadata.isEmpty && webhook == nil && traceparent == nil && digest == 0
  }

  func encode(into writer: inout ByteWriter) {
    writer.bytes(input)
    writer.bytes(metadata)
    writer.string(webhook ?? "")
    writer.string(traceparent ?? "")
    writer.fixed64(digest)
  }

  var bytes: [UInt8] {
    var writer = ByteWriter(capacity: input.count + metadata.count + 64)
    encode(into: &writer)
    return writer.bytes
  }

  init(from reader: inout ByteReader) throws(ByteError) {
    input = try reader.bytes()
    metadata = try reader.bytes()
    let webhook = try reader.string()
    let traceparent = try reader.string()
    digest = try reader.fixed64()
    self.webhook = webhook.isEmpty ? nil : webhook
    self.traceparent = traceparent.isEmpty ? nil : traceparent
  }
}
