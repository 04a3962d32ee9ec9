/// A parameter of a scheme, in words: a row of what `muster traces` prints.
public struct TraceParameter: Sendable, Equatable {
  public var name: String
  /// `whole`, `number`, `choice`, `path` or `text`.
  public var type: String
  /// The default as one would write it, or a phrase where it is found in the trace.
  public var fallback: String
  /// What values there are, as a phrase: `a whole number from 1 to 64`.
  public var range: String
  /// What it sets, with its unit.
  public var meaning: String

  public init(name: String, type: String, fallback: String, range: String, meaning: String) {
    self.name = name
    self.type = type
    self.fallback = fallback
    self.range = range
    self.meaning = meaning
  }
}
