/// What a source of settings says, before it means anything: texts, lists and maps, each with its place.
struct Tree: Sendable {
  enum Content: Sendable {
    /// A key without a value: as good as not given.
    case nothing
    case text(String)
    case list([Tree])
    case map([Entry])
  }

  struct Entry: Sendable {
    let key: String
    let place: SettingsProblem.Place
    let value: Tree
  }

  let place: SettingsProblem.Place
  let content: Content

  /// The value given to a key of a map.
  subscript(key: String) -> Tree? {
    guard case .map(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// How it is called in a problem.
  func name(_ quote: (String) -> String) -> String {
    switch content {
    case .nothing: "nothing"
    case .text(let text): quote(text)
    case .list: "a list"
    case .map: "keys with values"
    }
  }
}
