/// Which trace to open and how: `scheme:path?key=value&key=value`, or `scheme?key=value` for schemes without
/// a file. The path goes as far as the first `?`; nothing is escaped, so a path cannot hold one.
public struct TraceSpec: Sendable, Equatable, CustomStringConvertible {
  /// As it was written.
  public let text: String
  /// What stands before the first `:` or `?`.
  public let scheme: String
  /// Empty where none is given.
  public let path: String
  /// In the order in which they were written; no name comes twice.
  public let pairs: [Pair]

  /// One `key=value`.
  public struct Pair: Sendable, Equatable {
    public let key: String
    public let value: String
  }

  /// Takes `text` apart. Whether there is such a scheme, and what keys it has, is the ``TraceCatalogue``'s
  /// business.
  public init(_ text: String) throws(TraceSpecError) {
    self.text = text
    let query = text.firstIndex(of: "?")
    let head = text[..<(query ?? text.endIndex)]
    let colon = head.firstIndex(of: ":")
    scheme = String(head[..<(colon ?? head.endIndex)])
    path = colon.map { String(head[head.index(after: $0)...]) } ?? ""
    guard !scheme.isEmpty else {
      throw TraceSpecError(
        .unknownScheme, spec: text, part: "scheme", found: "none", expected: "SCHEME:PATH?KEY=VALUE&KEY=VALUE"
      )
    }
    pairs =
      try query.map { index throws(TraceSpecError) in
        try Self.pairs(text[text.index(after: index)...], of: text)
      } ?? []
  }

  private static func pairs(_ query: Substring, of text: String) throws(TraceSpecError) -> [Pair] {
    if query.isEmpty { return [] }
    var pairs: [Pair] = []
    for piece in query.split(separator: "&", omittingEmptySubsequences: false) {
      guard let sign = piece.firstIndex(of: "="), sign > piece.startIndex else {
        throw TraceSpecError(
          .malformed, spec: text, part: "query", found: "\"\(piece)\"",
          expected: "KEY=VALUE, with & between them")
      }
      let pair = Pair(key: String(piece[..<sign]), value: String(piece[piece.index(after: sign)...]))
      guard !pairs.contains(where: { $0.key == pair.key }) else {
        throw TraceSpecError(
          .duplicateKey, spec: text, part: "key \(pair.key)", found: "it more than once", expected: "it once")
      }
      pairs.append(pair)
    }
    return pairs
  }

  public var description: String { text }

  /// Throws where a key is not one of these.
  func checkKeys(among parameters: [TraceParameter]) throws(TraceSpecError) {
    let names = parameters.map(\.name)
    for pair in pairs where !names.contains(pair.key) {
      let nearest = nearestName(to: pair.key, among: names).map { " (nearest: \($0))" } ?? ""
      throw TraceSpecError(
        .unknownKey, spec: text, part: "key \(pair.key)", found: "no such key\(nearest)",
        expected: names.isEmpty ? "none: \(scheme) has no keys" : "one of \(names.joined(separator: ", "))")
    }
  }

  /// The value of a key, or its default where it is not given.
  public func value<Value>(_ key: TraceKey<Value>) throws(TraceSpecError) -> Value {
    guard let pair = pairs.first(where: { $0.key == key.name }) else { return key.fallback }
    if let value = key.parse(pair.value) { return value }
    throw TraceSpecError(
      .badValue, spec: text, part: "key \(key.name)", found: "\"\(pair.value)\"",
      expected: key.parameter.range)
  }

  /// Whether a key is written there.
  func has<Value>(_ key: TraceKey<Value>) -> Bool { pairs.contains { $0.key == key.name } }

  /// Throws where the value of a key is below that of another, about the one that is written there.
  func check(_ key: TraceKey<Int>, atLeast other: TraceKey<Int>) throws(TraceSpecError) {
    let (found, least) = (try value(key), try value(other))
    if found >= least { return }
    if has(key) || !has(other) { throw clash(key, expected: "at least \(other.name), \(least)") }
    throw clash(other, expected: "at most \(key.name), \(found)")
  }

  /// What is wrong with a value that is sound by itself but does not go with the rest.
  func clash<Value>(_ key: TraceKey<Value>, expected: String) -> TraceSpecError {
    let pair = pairs.first { $0.key == key.name }
    return TraceSpecError(
      .badValue, spec: text, part: "key \(key.name)",
      found: pair.map { "\"\($0.value)\"" } ?? "the default, \(key.parameter.fallback)", expected: expected)
  }
}
