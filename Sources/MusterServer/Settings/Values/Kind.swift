/// A kind of value: how it is called, read from text and written.
struct Kind<Value: Sendable>: Sendable {
  /// For the reference: `duration`.
  let name: String
  /// For problems: `a duration such as 30s, from 1ms to 1h`.
  let expected: String
  /// How a text that does not fit is shown; some may hold secrets.
  var quote: @Sendable (String) -> String = Quote.found
  let parse: @Sendable (String) throws(Mismatch) -> Value
  let write: @Sendable (Value) -> String

  init(
    _ name: String, expected: String, parse: @escaping @Sendable (String) throws(Mismatch) -> Value,
    write: @escaping @Sendable (Value) -> String
  ) {
    self.name = name
    self.expected = expected
    self.parse = parse
    self.write = write
  }

  /// A kind whose texts either fit or do not.
  init(
    _ name: String, expected: String, read: @escaping @Sendable (String) -> Value?,
    write: @escaping @Sendable (Value) -> String
  ) {
    self.init(
      name, expected: expected,
      parse: { (text) throws(Mismatch) in
        guard let value = read(text) else { throw Mismatch() }
        return value
      }, write: write)
  }

  /// The same kind, with another way to show what does not fit.
  func quoting(_ quote: @escaping @Sendable (String) -> String) -> Kind {
    var kind = self
    kind.quote = quote
    return kind
  }
}

/// A text that is not of its kind.
struct Mismatch: Error {
  /// What exactly is wrong, where the kind knows.
  var detail: String?
}
