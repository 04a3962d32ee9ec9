import Yams

/// Reads the YAML of a settings file into a ``Tree``. The only place that knows YAML's grammar.
struct SettingsFile {
  /// What the file holds; nil where it is not YAML.
  private(set) var tree: Tree?
  private(set) var problems: [SettingsProblem] = []

  private let name: String
  private var repeated = RepeatedKeys()

  /// - Parameter name: what the file is called in problems.
  init(_ text: String, named name: String) {
    self.name = name
    guard let node = compose(text) else { return }
    var reached: [SettingsProblem] = []
    tree = convert(node, key: "", &reached)
    problems += reached
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
      SettingsProblem(at: place(mark), key: "", .mismatch(found: problem, expected: "YAML"))
    case .reader(let problem, _, _, _):
      SettingsProblem(at: .file(name), key: "", .mismatch(found: problem, expected: "YAML in UTF-8"))
    default:
      SettingsProblem(at: .file(name), key: "", .mismatch(found: "something unreadable", expected: "YAML"))
    }
  }

  private func place(_ mark: Mark?) -> SettingsProblem.Place {
    mark.map { .line(name, line: $0.line, column: $0.column) } ?? .file(name)
  }

  private func convert(_ node: Node, key: String, _ problems: inout [SettingsProblem]) -> Tree {
    let place = place(node.mark)
    switch node {
    case .scalar(let scalar):
      let isNothing = scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
      return Tree(place: place, content: isNothing ? .nothing : .text(scalar.string))
    case .sequence(let nodes):
      var members: [Tree] = []
      for node in nodes { members.append(convert(node, key: "\(key)[\(members.count)]", &problems)) }
      return Tree(place: place, content: .list(members))
    case .mapping(let pairs):
      var entries: [Tree.Entry] = []
      for (keyNode, valueNode) in pairs {
        let keyPlace = self.place(keyNode.mark)
        guard case .scalar(let scalar) = keyNode else {
          problems.append(
            SettingsProblem(at: keyPlace, key: key, .mismatch(found: "a key of parts", expected: "a plain key")))
          continue
        }
        let name = repeated.original(of: scalar.string)
        let path = key.isEmpty ? name ?? scalar.string : "\(key).\(name ?? scalar.string)"
        if name != nil {
          problems.append(SettingsProblem(at: keyPlace, key: path, .repeated))
          continue
        }
        let value = convert(valueNode, key: path, &problems)
        entries.append(Tree.Entry(key: scalar.string, place: keyPlace, value: value))
      }
      return Tree(place: place, content: .map(entries))
    case .alias:
      return Tree(place: place, content: .nothing)
    }
  }
}
