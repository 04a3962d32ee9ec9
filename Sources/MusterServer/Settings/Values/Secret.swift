/// A text that must not be shown: an API key, a password. It prints, dumps and reflects as `<secret>` and
/// cannot be encoded; only ``reveal()`` gives the text, to whoever sends it.
public struct Secret: Sendable, Equatable {
  private let text: String

  public init(_ text: String) { self.text = text }

  /// The text itself. Never log it.
  public func reveal() -> String { text }

  /// Takes as long whatever the first difference is.
  public static func == (a: Secret, b: Secret) -> Bool {
    let (a, b) = (Array(a.text.utf8), Array(b.text.utf8))
    guard a.count == b.count else { return false }
    var difference: UInt8 = 0
    for i in a.indices { difference |= a[i] ^ b[i] }
    return difference == 0
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "<secret>" }
  public var debugDescription: String { "<secret>" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Where a secret is taken from: the environment or a file, never the settings themselves.
public struct SecretSource: Sendable, Equatable {
  /// The environment variable that holds it.
  public var variable: String?
  /// The file that holds it; white space at its end does not count.
  public var file: String?
  /// The secret, read when the settings were loaded; nil where no source is given.
  public var secret: Secret?

  public init(variable: String? = nil, file: String? = nil, secret: Secret? = nil) {
    self.variable = variable
    self.file = file
    self.secret = secret
  }
}
