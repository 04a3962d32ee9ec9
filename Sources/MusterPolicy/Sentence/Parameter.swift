/// What a word can be told: the description of one of its parameters.
public struct Parameter: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// A finite number within the range.
    case number(ClosedRange<Double>)
    /// A whole number within the range.
    case integer(ClosedRange<Int>)
    /// One of these names.
    case choice([String])
    /// A percentile from p1 to p99, or one of these names.
    case percentile([String])
    /// Different names in an order, so many of them.
    case names(ClosedRange<Int>)
    /// The path of a file; it must be given.
    case path
    /// So many numbers within the range.
    case numbers(ClosedRange<Int>, ClosedRange<Double>)
  }

  public let name: String
  public let kind: Kind
  public let standard: Argument
  /// One line for people.
  public let meaning: String

  public init(_ name: String, _ kind: Kind, standard: Argument, meaning: String) {
    self.name = name
    self.kind = kind
    self.standard = standard
    self.meaning = meaning
  }

  /// The share that a percentile stands for: 0.75 for `p75`; nil for anything but p1 to p99.
  static func share(ofPercentile text: String) -> Double? {
    guard text.first == "p", let number = Int(text.dropFirst()), (1...99).contains(number) else { return nil }
    return Double(number) / 100
  }

  /// What it takes, for error messages: `an integer from 1 to 5`.
  public var expectation: String {
    switch kind {
    case .number(let range):
      "a number from \(Argument.number(range.lowerBound)) to \(Argument.number(range.upperBound))"
    case .integer(let range): "an integer from \(range.lowerBound) to \(range.upperBound)"
    case .choice(let names): "one of \(names.joined(separator: ", "))"
    case .percentile(let names): (["a percentile from p1 to p99"] + names).joined(separator: " or ")
    case .names(let range):
      "\(range.lowerBound) to \(range.upperBound) different names, in quotes and with > between them"
    case .path: "the path of a file, in quotes where it begins with a digit or has odd letters"
    case .numbers(let count, let range):
      "\(count.lowerBound) to \(count.upperBound) numbers from \(Argument.number(range.lowerBound)) to "
        + "\(Argument.number(range.upperBound)), in quotes and with spaces between them"
    }
  }
}

/// The value of a parameter.
public enum Argument: Sendable, Equatable, CustomStringConvertible {
  case number(Double)
  case integer(Int)
  case name(String)
  case names([String])
  case path(String)
  case numbers([Double])

  /// As it is written in a sentence.
  public var description: String {
    switch self {
    case .number(let value):
      // Whole numbers without their ".0", as people write them.
      if let whole = Int(exactly: value), whole.magnitude < 1 << 53 { "\(whole)" } else { "\(value)" }
    case .integer(let value): "\(value)"
    case .name(let name): name
    case .names(let names): Argument.quoted(names.joined(separator: " > "))
    case .path(let path): Argument.quoted(path)
    case .numbers(let values):
      Argument.quoted(values.map { "\(Argument.number($0))" }.joined(separator: " "))
    }
  }

  /// Reads names with > between them; nil where one is empty or comes twice.
  static func names(in text: String) -> [String]? {
    var names: [String] = []
    for part in text.split(separator: ">", omittingEmptySubsequences: false) {
      let words = part.split(whereSeparator: \.isWhitespace)
      let name = words.joined(separator: " ")
      guard !name.isEmpty, !names.contains(name) else { return nil }
      names.append(name)
    }
    return names
  }

  /// Reads numbers with white space between them; nil where one is none.
  static func numbers(in text: String) -> [Double]? {
    var numbers: [Double] = []
    for part in text.split(whereSeparator: \.isWhitespace) {
      guard let number = Double(part), number.isFinite else { return nil }
      numbers.append(number)
    }
    return numbers
  }

  /// A path as it is written in a sentence: in quotes where it needs them.
  public static func text(ofPath path: String) -> String {
    let tokens = (try? Lexer.tokens(of: path)) ?? []
    let isPlain = tokens.count == 2 && (tokens[0].kind == .text(path) || tokens[0].kind == .word(path))
    return isPlain ? path : quoted(path)
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for character in text {
      if character == "\"" || character == "\\" { quoted.append("\\") }
      quoted.append(character)
    }
    return quoted + "\""
  }
}

/// The values that a word was given, one for each of its parameters; those left out have their standard.
public struct Arguments: Sendable, Equatable {
  let names: [String]
  var values: [Argument]

  init(standardOf parameters: [Parameter]) {
    names = parameters.map(\.name)
    values = parameters.map(\.standard)
  }

  /// The value of a parameter by its name, or nil if the word has none of that name.
  public subscript(name: String) -> Argument? { names.firstIndex(of: name).map { values[$0] } }

  /// The number given for a parameter; zero if it takes no number.
  public func number(_ name: String) -> Double {
    switch self[name] {
    case .number(let value): value
    case .integer(let value): Double(value)
    default: 0
    }
  }

  /// The whole number given for a parameter; zero if it takes none.
  public func integer(_ name: String) -> Int {
    if case .integer(let value) = self[name] { value } else { 0 }
  }

  /// The name given for a parameter; empty if it takes none.
  public func choice(_ name: String) -> String {
    if case .name(let value) = self[name] { value } else { "" }
  }

  /// The path given for a parameter; empty if none is.
  public func path(_ name: String) -> String {
    if case .path(let value) = self[name] { value } else { "" }
  }

  /// The names given for a parameter; none if it takes none.
  public func names(_ name: String) -> [String] {
    if case .names(let value) = self[name] { value } else { [] }
  }

  /// The numbers given for a parameter; none if it takes none.
  public func numbers(_ name: String) -> [Double] {
    if case .numbers(let value) = self[name] { value } else { [] }
  }
}
