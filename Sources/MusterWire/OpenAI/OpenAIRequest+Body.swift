extension OpenAIRequest {
  /// Whether the stream would not report its usage unless `body(withModel:askingForUsage:)` asks for it. When
  /// it does ask, the caller did not: `StreamChunk.isUsageOnly` tells the chunk to drop on the way back.
  public var mustAskForUsage: Bool { stream && endpoint.reportsUsageOnRequest && !includeUsage }

  /// The body with another model's name, all else byte for byte as it came. Where `model` stands twice both
  /// are replaced, so that no reader behind us takes another model than the one chosen here.
  ///
  /// With `askingForUsage`, a stream of chat or completions also gets `stream_options.include_usage: true`:
  /// set within the options that are there, or as a first member of the body.
  public func body(withModel name: String, askingForUsage: Bool = false) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(name.utf8.count + 2)
    JSONText.appendQuoted(name, to: &text)
    var edits = modelRanges.map { Edit($0, bytes: text) }
    if askingForUsage { edits += usageEdits }
    return Edit.apply(edits, to: bytes)
  }
}
