extension Field {
  /// Names with texts, as header fields, which only the file can give. The texts are never shown.
  static func headers(
    _ name: String, _ path: WritableKeyPath<Root, [HeaderField]> & Sendable, _ meaning: String
  ) -> Field {
    let example = Shown.map([(name: "x-team", value: .text("search"))])
    return Field(
      name: name, note: FieldNote(shape: .value, kind: FieldNote.pairs, meaning: meaning, example: example),
      read: { reading, tree, key, root in
        for given in reading.given(key, tree) {
          guard case .map(let entries) = given.content else {
            let found = given.name { _ in "a text" }
            reading.report(
              SettingsProblem(
                at: given.place, key: key.text, .mismatch(found: found, expected: "names with texts")))
            continue
          }
          root[keyPath: path] = entries.compactMap { reading.header($0, in: key) }
        }
      },
      show: { root in
        let fields = root[keyPath: path]
        return fields.isEmpty ? nil : .map(fields.map { ($0.name, .text("<redacted>")) })
      })
  }
}

extension Reading {
  fileprivate mutating func header(_ entry: Tree.Entry, in key: SettingKey) -> HeaderField? {
    let kind = Kind.header
    guard (try? kind.parse(entry.key)) != nil else {
      let found = Quote.found(entry.key)
      report(
        SettingsProblem(at: entry.place, key: key.text, .mismatch(found: found, expected: kind.expected)))
      return nil
    }
    let memberKey = key.child(entry.key)
    note(memberKey, entry.place)
    let text = value(of: entry.value, .text().quoting { _ in "another text" }, memberKey.text)
    return text.map { HeaderField(name: entry.key, value: Secret($0)) }
  }
}
