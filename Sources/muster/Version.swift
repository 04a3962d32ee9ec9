/// Which Muster this is.
enum Version {
  /// As `muster --version` prints it.
  static let text = "0.1.0"
}
