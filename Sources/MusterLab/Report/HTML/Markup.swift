/// Builds HTML that is also well-formed XML: every element is closed by construction and every text escaped.
struct Markup: Sendable {
  private(set) var text = ""

  /// An element with content.
  mutating func element(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ content: (inout Markup) -> Void
  ) {
    open(name, attributes)
    text += ">"
    content(&self)
    text += "</\(name)>"
    if Self.blocks.contains(name) { text += "\n" }
  }

  /// An element around a text.
  mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String>, _ content: String) {
    element(name, attributes) { $0.write(content) }
  }

  /// An element around a text, without attributes.
  mutating func element(_ name: String, _ content: String) {
    element(name, [:], content)
  }

  /// An element without content: a void element of HTML or a shape of SVG. Never a `div`, which HTML would
  /// leave open.
  mutating func empty(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) {
    open(name, attributes)
    text += "/>"
  }

  /// A text, escaped.
  mutating func write(_ content: String) { text += Self.escaped(content) }

  /// Text of ours that is markup already, such as the style sheet.
  mutating func raw(_ markup: String) { text += markup }

  private mutating func open(_ name: String, _ attributes: KeyValuePairs<String, String>) {
    text += "<\(name)"
    for (key, value) in attributes { text += " \(key)=\"\(Self.escaped(value))\"" }
  }

  /// The text with the five characters of markup escaped and those that XML forbids replaced.
  static func escaped(_ content: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in content.unicodeScalars {
      switch scalar {
      case "&": out.append(contentsOf: "&amp;".unicodeScalars)
      case "<": out.append(contentsOf: "&lt;".unicodeScalars)
      case ">": out.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": out.append(contentsOf: "&quot;".unicodeScalars)
      case "'": out.append(contentsOf: "&#39;".unicodeScalars)
      case "\t", "\n": out.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": out.append("\u{FFFD}")
      default: out.append(scalar)
      }
    }
    return String(out)
  }

  /// After these a line ends, so that the source can be read and compared.
  private static let blocks: Set<String> = [
    "head", "title", "style", "body", "header", "main", "section", "footer", "h1", "h2", "h3", "p", "ol",
    "ul", "li",
    "dl", "dt", "dd", "div", "figure", "figcaption", "table", "caption", "thead", "tbody", "tr", "pre", "svg",
    "details", "summary",
  ]
}
