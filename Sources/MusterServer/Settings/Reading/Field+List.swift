extension Field {
  /// A list of values; variables and flags give it with commas between.
  static func values<V>(
    _ name: String, _ path: WritableKeyPath<Root, [V]> & Sendable, _ kind: Kind<V>, example: [String],
    _ meaning: String
  ) -> Field where Root: SettingsSection {
    // Where some are the default, none at all must be said.
    let hasStandard = !Root()[keyPath: path].isEmpty
    let show: @Sendable (Root) -> Shown? = { root in
      let values = root[keyPath: path]
      return values.isEmpty && !hasStandard ? nil : .list(values.map { .text(kind.write($0)) })
    }
    let note = FieldNote(
      shape: .value, kind: "list of \(kind.name)", meaning: meaning, standard: show(Root()),
      example: .list(example.map { .text($0) }))
    return Field(
      name: name, note: note,
      read: { reading, tree, key, root in
        for given in reading.given(key, tree, asList: true) {
          guard case .list(let members) = given.content else {
            let found = given.name(kind.quote)
            reading.report(
              SettingsProblem(
                at: given.place, key: key.text, .mismatch(found: found, expected: "a list such as [a, b]")))
            continue
          }
          var values: [V] = []
          for (index, member) in members.enumerated() {
            let memberKey = key.member(index)
            reading.note(memberKey, member.place)
            if let value = reading.value(of: member, kind, memberKey.text) { values.append(value) }
          }
          if values.count == members.count { root[keyPath: path] = values }
        }
      }, show: show)
  }

  /// A list of sections, which only the file can give.
  static func records<Part: SettingsSection>(
    _ name: String, _ path: WritableKeyPath<Root, [Part]> & Sendable, _ meaning: String
  ) -> Field {
    Field(
      name: name, note: FieldNote(shape: .records(Part.notes), kind: "list", meaning: meaning),
      read: { reading, tree, key, root in
        for given in reading.given(key, tree) {
          guard case .list(let members) = given.content else {
            let expected =
              given.place.isFile ? "a list, each member after a -" : "a list, which only the file gives"
            let found = given.name(Quote.found)
            reading.report(
              SettingsProblem(at: given.place, key: key.text, .mismatch(found: found, expected: expected)))
            continue
          }
          root[keyPath: path] = members.enumerated().map { index, member in
            var part = Part()
            Part.read(&reading, member, key.member(index), &part)
            return part
          }
        }
      },
      show: { root in
        let parts = root[keyPath: path]
        return parts.isEmpty ? nil : .list(parts.map { Part.show($0) })
      })
  }
}

extension SettingsProblem.Place {
  var isFile: Bool {
    switch self {
    case .line, .file: true
    case .variable, .flag, .settings: false
    }
  }
}
