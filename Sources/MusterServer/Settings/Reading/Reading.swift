/// One pass over all sources: what they give, where, and what is wrong with it.
struct Reading {
  typealias Place = SettingsProblem.Place

  let environment: [String: String]
  let overrides: [String: String]
  private(set) var problems: [SettingsProblem] = []
  private(set) var warnings: [SettingsProblem] = []
  /// Variables that hold a secret.
  var secretVariables: Set<String> = []
  private var places: [String: Place] = [:]

  init(environment: [String: String] = [:], overrides: [String: String] = [:]) {
    self.environment = environment
    self.overrides = overrides
  }

  /// All that is given for a key, the weakest source first: file, variable, flag. Text from a variable is as
  /// good as not given when it is empty.
  ///
  /// - Parameter asList: whether text from variables and flags is cut at its commas.
  mutating func given(_ key: SettingKey, _ tree: Tree?, asList: Bool = false) -> [Tree] {
    var found: [Tree] = []
    if let tree, !tree.isNothing { found.append(tree) }
    if let variable = key.variable, let text = environment[variable], !text.isEmpty {
      found.append(Reading.tree(of: text, at: .variable(variable), asList))
    }
    if !key.isInList, let text = overrides[key.text] {
      found.append(Reading.tree(of: text, at: .flag(key.text), asList))
    }
    if let last = found.last { note(key, last.place) }
    return found
  }

  private static func tree(of text: String, at place: Place, _ asList: Bool) -> Tree {
    if !asList { return Tree(place: place, content: .text(text)) }
    let members = text.split(separator: ",").map { part in
      Tree(place: place, content: .text(String(part.trimmingPrefix(while: \.isWhitespace).trimmedEnd)))
    }
    return Tree(place: place, content: .list(members))
  }

  /// Remembers where a key was given.
  mutating func note(_ key: SettingKey, _ place: Place) { places[key.text] = place }

  /// Where the key was given; nil where it was not.
  func givenPlace(of key: String) -> Place? { places[key] }

  /// Where the key was given, or else the nearest part of the settings that it belongs to.
  func place(of key: String) -> Place {
    var key = key[...]
    while true {
      if let place = places[String(key)] { return place }
      guard let cut = key.lastIndex(where: { $0 == "." || $0 == "[" }) else { return .settings }
      key = key[..<cut]
    }
  }

  /// Whether nothing has been reported of the key, nor of anything below it.
  func isSound(_ key: String) -> Bool {
    !problems.contains { $0.key == key || $0.key.hasPrefix(key + ".") || $0.key.hasPrefix(key + "[") }
  }

  mutating func report(_ problem: SettingsProblem) { problems.append(problem) }

  /// Reports a value that was read, but cannot stand with the rest.
  mutating func report(_ key: String, found: String, expected: String) {
    problems.append(
      SettingsProblem(at: place(of: key), key: key, .mismatch(found: found, expected: expected)))
  }

  /// Reports what is left out though it is needed.
  mutating func report(_ key: String, missing expected: String) {
    problems.append(SettingsProblem(at: place(of: key), key: key, .missing(expected: expected)))
  }

  /// Warns of a value that works, but is likely not meant.
  mutating func warn(_ key: String, _ text: String) {
    warnings.append(SettingsProblem(at: place(of: key), key: key, .remark(text)))
  }

  mutating func warn(_ problem: SettingsProblem) { warnings.append(problem) }

  /// The problems in the order in which they are listed, each once.
  static func sorted(_ problems: [SettingsProblem]) -> [SettingsProblem] {
    var once: [SettingsProblem] = []
    for problem in problems where !once.contains(problem) { once.append(problem) }
    return once.enumerated()
      .sorted { a, b in
        let (left, right) = (a.element.place.order, b.element.place.order)
        return left != right ? left < right : a.offset < b.offset
      }
      .map(\.element)
  }
}

extension Tree {
  var isNothing: Bool { if case .nothing = content { true } else { false } }
}

extension StringProtocol {
  /// Without the white space at its end.
  var trimmedEnd: String {
    var text = Substring(self)
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
