extension Field {
  /// A section with keys of its own.
  static func section<Part: SettingsSection>(
    _ name: String, _ path: WritableKeyPath<Root, Part> & Sendable, _ meaning: String
  ) -> Field {
    Field(
      name: name, note: FieldNote(shape: .section(Part.notes), kind: "section", meaning: meaning),
      read: { reading, tree, key, root in Part.read(&reading, tree, key, &root[keyPath: path]) },
      show: { root in
        let shown = Part.show(root[keyPath: path])
        return shown == .map([]) ? nil : shown
      })
  }
}

extension SettingsSection {
  /// The rows of the table, without what they are rows of.
  static var notes: [(name: String, note: FieldNote)] { fields.map { ($0.name, $0.note) } }

  static func show(_ part: Self) -> Shown {
    .map(fields.compactMap { field in field.show(part).map { (field.name, $0) } })
  }

  /// Reads every key of the section, and reports those that it does not have.
  static func read(_ reading: inout Reading, _ tree: Tree?, _ key: SettingKey, _ part: inout Self) {
    let fields = fields
    var map: Tree?
    if let tree {
      reading.note(key, tree.place)
      switch tree.content {
      case .map(let entries):
        map = tree
        for entry in entries where !fields.contains(where: { $0.name == entry.key }) {
          reading.report(unknown: entry, in: key, among: fields.map(\.name))
        }
      case .nothing: break
      case .text, .list:
        let names = fields.map(\.name).joined(separator: ", ")
        let found = tree.name(Quote.found)
        reading.report(
          SettingsProblem(
            at: tree.place, key: key.text, .mismatch(found: found, expected: "keys of \(names)")))
        // Nothing else can give the members of a list.
        if key.isInList { return }
      }
    }
    for field in fields { field.read(&reading, map?[field.name], key.child(field.name), &part) }
  }
}
