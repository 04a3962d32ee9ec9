/// What the command line asks for: how requests are answered whose model says nothing else.
struct Options: Sendable {
  /// Zero for any free one.
  var port = 0
  /// Milliseconds before the first byte.
  var latency: Int64 = 0
  /// Pieces of text in a stream.
  var chunks = 20
  /// Milliseconds between two of them.
  var chunkDelay: Int64 = 0
  /// The name of a model whose fault is everybody's; empty for none.
  var fault = ""

  init(_ arguments: [String]) throws(OptionError) {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      let value = rest.popFirst()
      switch name {
      case "--port": port = Int(try Self.number(name, value, 65535))
      case "--latency": latency = try Self.number(name, value, 3_600_000)
      case "--chunks": chunks = Int(try Self.number(name, value, 1_000_000))
      case "--chunk-delay": chunkDelay = try Self.number(name, value, 3_600_000)
      case "--fault":
        guard let value else { throw OptionError(found: "--fault and no more", expected: "a model's name") }
        fault = value
      default:
        throw OptionError(
          found: name, expected: "--port, --latency, --chunks, --chunk-delay or --fault, each with a value")
      }
    }
  }

  private static func number(_ name: String, _ text: String?, _ most: Int64) throws(OptionError) -> Int64 {
    guard let value = text.flatMap({ Int64($0) }), (0...most).contains(value) else {
      throw OptionError(found: "\(name) \(text ?? "and no more")", expected: "a whole number up to \(most)")
    }
    return value
  }
}

/// What was found on the command line and what was expected.
struct OptionError: Error, CustomStringConvertible {
  var found: String
  var expected: String
  var description: String { "found \(found), expected \(expected)" }
}
