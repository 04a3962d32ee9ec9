/// Metrics in Prometheus' text format 0.0.4, written from front to back.
struct PrometheusText {
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  enum Kind: String {
    case counter, gauge, histogram
  }

  private(set) var text = ""

  /// Begins a family; its samples have to follow.
  mutating func family(_ name: String, _ kind: Kind, _ help: String) {
    text += "# HELP \(name) \(Self.escape(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
  }

  mutating func sample(_ name: String, _ labels: [(String, String)] = [], _ value: Double) {
    text += name
    if !labels.isEmpty {
      text +=
        "{"
        + labels.map { "\(Self.labelName($0.0))=\"\(Self.escape($0.1, quotes: true))\"" }.joined(
          separator: ",") + "}"
    }
    text += " \(Self.number(value))\n"
  }

  /// A family of one sample.
  mutating func single(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
    family(name, kind, help)
    sample(name, [], value)
  }

  mutating func histogram(_ name: String, _ labels: [(String, String)], _ histogram: Histogram.Reading) {
    var sum: UInt64 = 0
    for (bound, count) in zip(Histogram.bounds, histogram.counts) {
      sum += count
      sample(name + "_bucket", labels + [("le", Self.number(bound))], Double(sum))
    }
    sample(name + "_bucket", labels + [("le", "+Inf")], Double(histogram.count))
    sample(name + "_sum", labels, histogram.sum)
    sample(name + "_count", labels, Double(histogram.count))
  }

  static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
    if let whole = Int64(exactly: value) { return "\(whole)" }
    return "\(value)"
  }

  /// A name that the format allows: others' characters become `_`.
  static func name(_ name: String) -> String { allowed(name, and: ":") }

  private static func labelName(_ name: String) -> String { allowed(name, and: "") }

  private static func allowed(_ name: String, and more: String) -> String {
    let scalars = name.unicodeScalars.enumerated().map { index, scalar -> Character in
      let isLetter =
        scalar.isASCII
        && (scalar.properties.isAlphabetic || scalar == "_" || more.unicodeScalars.contains(scalar))
      let isDigit = ("0"..."9").contains(scalar) && index > 0
      return isLetter || isDigit ? Character(scalar) : "_"
    }
    return scalars.isEmpty ? "_" : String(scalars)
  }

  private static func escape(_ text: String, quotes: Bool) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      switch character {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\"" where quotes: escaped += "\\\""
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }
}
