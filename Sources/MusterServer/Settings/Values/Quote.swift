/// Texts from outside, as they are shown in a problem.
enum Quote {
  /// In quotes, on one line, cut to 60 characters.
  static func found(_ text: String) -> String {
    var shown = ""
    for (count, character) in text.enumerated() {
      if count == 60 {
        shown += "…"
        break
      }
      let escapes = character.unicodeScalars.contains { $0.properties.generalCategory == .control }
      shown +=
        escapes ? character.unicodeScalars.map { $0.escaped(asASCII: false) }.joined() : String(character)
    }
    return "\"\(shown)\""
  }

  /// As ``found(_:)``, without what may be a secret in an address: user, password and query.
  static func address(_ text: String) -> String {
    var shown = text.prefix { $0 != "?" }
    if shown.count < text.count { shown += "?…" }
    guard let at = shown.lastIndex(of: "@") else { return found(String(shown)) }
    guard let slashes = shown.firstRange(of: "//"), slashes.upperBound <= at else {
      return "an address with @"
    }
    return found(shown[..<slashes.upperBound] + "<secret>" + shown[at...])
  }
}
