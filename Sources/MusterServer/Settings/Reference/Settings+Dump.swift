extension Settings {
  /// The settings as YAML, defaults included. Secrets are shown by where they are taken from, header texts
  /// and the password of an address not at all.
  public var redactedText: String {
    guard case .map(let pairs) = Settings.show(self) else { return "" }
    return YAMLText.lines(pairs).map { $0 + "\n" }.joined()
  }
}
