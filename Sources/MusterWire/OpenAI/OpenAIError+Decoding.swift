extension OpenAIError {
  /// Reads the error in the body of an upstream's answer, or in an event of its stream; nil if it has none
  /// that can be read.
  ///
  /// Tolerant where servers differ: members may be numbers; `error` may be a string; the object may stand at
  /// the top (`{"object":"error","message":...}`) or within an array of one; `status` stands in for `type`;
  /// `{"detail":...}` is a message; in the responses API it stands in `response.error`.
  public init?(decoding bytes: UnsafeRawBufferPointer) {
    guard let body = try? JSONValue(scanning: bytes) else { return nil }
    let top = body.firstElement ?? body
    if let error = top["error"] ?? top["response"]?["error"] {
      self.init(error)
    } else if let detail = top["detail"] {
      self.init(detail)
    } else {
      self.init(top)
    }
  }

  /// Reads the error in the body of an upstream's answer, or in an event of its stream.
  public init?(decoding bytes: some Collection<UInt8>) {
    guard let error = withRawBytes(of: bytes, { OpenAIError(decoding: $0) }) else { return nil }
    self = error
  }

  /// An object with a message or a code, or a message alone.
  private init?(_ error: JSONValue) {
    if let message = error.string {
      self.init(message: message, type: nil)
      return
    }
    guard error.type == .object else { return nil }
    let message = error["message"]?.scalarText
    let code = error["code"]?.scalarText
    let type = (error["type"] ?? error["status"])?.scalarText
    if message == nil && code == nil { return nil }
    self.init(message: message ?? "", type: type, param: error["param"]?.scalarText, code: code)
  }
}
