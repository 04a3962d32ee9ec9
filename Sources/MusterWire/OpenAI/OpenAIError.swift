/// An error in the OpenAI form: `{"error":{"message":...,"type":...,"param":...,"code":...}}`.
public struct OpenAIError: Error, Hashable, Sendable {
  /// What happened, for people.
  public var message: String

  /// The class of the error, such as `invalid_request_error`.
  public var type: String?

  /// The field of the request at fault.
  public var param: String?

  /// The error itself, such as `context_length_exceeded`; a number is kept as it is written.
  public var code: String?

  /// An error of these parts.
  public init(message: String, type: String?, param: String? = nil, code: String? = nil) {
    self.message = message
    self.type = type
    self.param = param
    self.code = code
  }

  /// The body of an answer that carries this error.
  public func encoded() -> [UInt8] {
    var text = JSONText(capacity: message.utf8.count + 128)
    text.object { text in
      text.name("error")
      text.object { text in
        text.member("message", message)
        text.member("type", orNull: type)
        text.member("param", orNull: param)
        text.member("code", orNull: code)
      }
    }
    return text.bytes
  }

  /// The event that tells a reader of a stream of this error, once the answer has begun and its status can no
  /// longer say it.
  public func streamEvent() -> [UInt8] { SSEEncoder.data(encoded()) }
}

extension OpenAIError {
  /// The error of a request that could not be read: `invalid_request_error`, with the field at fault.
  public init(_ error: WireError) {
    let isField = error.kind == .missing || error.kind == .type || error.kind == .value
    self.init(
      message: error.description, type: "invalid_request_error", param: isField ? error.subject : nil,
      code: isField ? nil : "invalid_json")
  }
}
