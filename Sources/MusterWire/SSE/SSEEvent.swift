/// An event of an event stream, as the reader of the stream gets it.
public struct SSEEvent: Hashable, Sendable {
  /// The type that the `event` field gave, `message` without one.
  public var type: String

  /// The data lines, joined by line feeds.
  public var data: [UInt8]

  /// The last id that the stream gave, in this event or before it; empty if none.
  public var lastEventID: String

  /// An event of these parts.
  public init(type: String = "message", data: [UInt8], lastEventID: String = "") {
    self.type = type
    self.data = data
    self.lastEventID = lastEventID
  }

  /// The data as text; bytes that are not UTF-8 become U+FFFD.
  public var text: String { String(decoding: data, as: UTF8.self) }
}
