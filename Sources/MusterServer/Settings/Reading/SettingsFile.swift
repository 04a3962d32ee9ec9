import Yams

/// Reads the YAML of a settings file into a ``Tree``. The only place that knows YAML's grammar.
struct SettingsFile {
  /// What the file holds; nil where it is not YAML.
  private(set) var tree: Tree?
  private(set) var problems: [SettingsProblem] = []

  private let name: String
  private var repeated = RepeatedKeys()
  private var valuesLeft = valueLimit

  /// The most values, those of aliases counted wherever they are used: a short file can mean a great many.
  private static let valueLimit = 100_000

  /// - Parameter name: what the file is called in problems.
  init(_ text: String, named name: String) {
    self.name = name
    // A byte order mark would count as a column.
    let hasMark = text.unicodeScalars.first == "\u{FEFF}"
    guard let node = compose(hasMark ? String(text.unicodeScalars.dropFirst()) : text) else { return }
    let converted = convert(node, key: "")
    if valuesLeft > 0 {
      tree = converted
    } else {
      let found = "\(Self.valueLimit) values or more"
      problems.append(SettingsProblem(at: .file(name), key: "", .mismatch(found: found, expected: "fewer")))
    }
  }

  private mutating func compose(_ text: String) -> Node? {
    var text = text
    while true {
      do {
        return try Yams.compose(yaml: text, .default, .default, .utf8) ?? Node("", .implicit, .plain)
      } catch YamlError.duplicatedKeysInMapping(let names, let context) {
        // The library stops at a repeated key: the earlier one is marked, to go on and find the rest.
        guard let name = names.first, let marked = repeated.mark(name, at: context.mark, in: text) else {
          let place = place(context.mark)
          problems.append(SettingsProblem(at: place, key: names.joined(separator: ", "), .repeated))
          return nil
        }
        text = marked
      } catch {
        problems.append(problem(of: error))
        return nil
      }
    }
  }

  private func problem(of error: any Error) -> SettingsProblem {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      SettingsProblem(
        at: place(mark), key: "", .mismatch(found: "what YAML does not allow (\(problem))", expected: "YAML"))
    case .reader(let problem, _, _, _):
      SettingsProblem(
        at: .file(name), key: "", .mismatch(found: "what YAML does not allow (\(problem))", expected: "YAML"))
    default:
      SettingsProblem(at: .file(name), key: "", .mismatch(found: "something unreadable", expected: "YAML"))
    }
  }

  private func place(_ mark: Mark?) -> SettingsProblem.Place {
    mark.map { .line(name, line: $0.line, column: $0.column) } ?? .file(name)
  }

  private mutating func convert(_ node: Node, key: String) -> Tree {
    let place = place(node.mark)
    guard valuesLeft > 0 else { return Tree(place: place, content: .nothing) }
    valuesLeft -= 1
    switch node {
    case .scalar(let scalar):
      let isNothing = scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
      return Tree(place: place, content: isNothing ? .nothing : .text(scalar.string))
    case .sequence(let nodes):
      var members: [Tree] = []
      for node in nodes { members.append(convert(node, key: "\(key)[\(members.count)]")) }
      return Tree(place: place, content: .list(members))
    case .mapping(let pairs):
      var entries: [Tree.Entry] = []
      for (keyNode, valueNode) in pairs {
        let keyPlace = self.place(keyNode.mark)
        guard case .scalar(let scalar) = keyNode else {
          problems.append(
            SettingsProblem(
              at: keyPlace, key: key, .mismatch(found: "a key of parts", expected: "a plain key")))
          continue
        }
        let name = repeated.original(of: scalar.string)
        let path = key.isEmpty ? name ?? scalar.string : "\(key).\(name ?? scalar.string)"
        if name != nil {
          problems.append(SettingsProblem(at: keyPlace, key: path, .repeated))
          continue
        }
        let value = convert(valueNode, key: path)
        entries.append(Tree.Entry(key: scalar.string, place: keyPlace, value: value))
      }
      return Tree(place: place, content: .map(entries))
    case .alias:
      return Tree(place: place, content: .nothing)
    }
  }
}
