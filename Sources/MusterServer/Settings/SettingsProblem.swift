/// Something that is wrong with the settings, or a warning about them.
public struct SettingsProblem: Sendable, Equatable {
  /// Where a value was given.
  public enum Place: Sendable, Equatable {
    /// A line and a column of the file, both from 1.
    case line(String, line: Int, column: Int)
    /// The file as a whole.
    case file(String)
    /// An environment variable.
    case variable(String)
    /// A flag, by its dotted key.
    case flag(String)
    /// Nowhere: what is left out, or how the parts go together.
    case settings
  }

  public enum Reason: Sendable, Equatable {
    case mismatch(found: String, expected: String)
    /// A key that must be given and is not.
    case missing(expected: String)
    case unknown(nearest: String?)
    /// A key given more than once; the last one counts in what is checked further.
    case repeated
    /// Text that explains itself, for warnings.
    case remark(String)
  }

  public var place: Place
  /// The dotted key, with the index from 0 for members of lists: `endpoints[0].price.input`. Empty for the
  /// file as a whole.
  public var key: String
  public var reason: Reason

  public init(at place: Place, key: String, _ reason: Reason) {
    self.place = place
    self.key = key
    self.reason = reason
  }
}

extension SettingsProblem: CustomStringConvertible {
  /// One line: `muster.yaml:3:9: server.port: found "eighty", expected a whole number from 0 to 65535`.
  public var description: String {
    let prefix = key.isEmpty || place.names(key) ? "" : "\(key): "
    let location = place.description
    return (location.isEmpty ? "" : "\(location): ") + prefix + reason.description
  }
}

extension SettingsProblem.Place: CustomStringConvertible {
  public var description: String {
    switch self {
    case .line(let file, let line, let column): "\(file):\(line):\(column)"
    case .file(let file): file
    case .variable(let name): name
    case .flag(let key): "--\(key)"
    case .settings: ""
    }
  }

  /// Whether the place says already which key it is about.
  func names(_ key: String) -> Bool {
    switch self {
    case .variable(let name): name == SettingKey.variable(of: key)
    case .flag(let name): name == key
    case .line, .file, .settings: false
    }
  }

  /// What came from the environment is the only text that may carry a secret itself.
  var isVariable: Bool { if case .variable = self { true } else { false } }

  /// The order in which problems are listed: the file from its start, variables, flags, the rest.
  var order: (Int, Int, Int, String) {
    switch self {
    case .file: (0, 0, 0, "")
    case .line(_, let line, let column): (1, line, column, "")
    case .variable(let name): (2, 0, 0, name)
    case .flag(let key): (3, 0, 0, key)
    case .settings: (4, 0, 0, "")
    }
  }
}

extension SettingsProblem.Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .mismatch(let found, let expected): "found \(found), expected \(expected)"
    case .missing(let expected): "found nothing, expected \(expected)"
    case .unknown(let nearest): "unknown key" + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
    case .repeated: "found the key more than once, expected it once"
    case .remark(let text): text
    }
  }
}

/// Everything that is wrong with the settings.
public struct SettingsError: Error, Sendable, Equatable, CustomStringConvertible {
  /// At least one, in the order of the file, then of variables, then of flags.
  public let problems: [SettingsProblem]

  init(_ problems: [SettingsProblem]) { self.problems = problems }

  /// One line for each problem.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
