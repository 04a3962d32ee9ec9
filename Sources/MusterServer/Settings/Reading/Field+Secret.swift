extension SecretSource: SettingsSection {
  public init() { self.init(variable: nil, file: nil, secret: nil) }

  static let fields: [Field<SecretSource>] = [
    .optional(
      "env", \.variable, .variable, example: "MUSTER_SECRET",
      "The environment variable that holds the secret."),
    .optional("file", \.file, .path, example: "secret.txt", "The file that holds the secret."),
  ]
}

extension Field {
  /// A secret, given by where it is: `{env: NAME}` or `{file: PATH}`. It is read at once.
  static func secret(
    _ name: String, _ path: WritableKeyPath<Root, SecretSource> & Sendable, example: String, _ meaning: String
  ) -> Field {
    let notes = SecretSource.notes.map { row in
      var note = row.note
      if row.name == "env" { note.example = .text(example) }
      return (row.name, note)
    }
    let inner = Field.section(name, path, meaning)
    return Field(
      name: name, note: FieldNote(shape: .section(notes), kind: FieldNote.secret, meaning: meaning),
      read: { reading, tree, key, root in
        if let inline = reading.inlineSecret(tree, key) {
          reading.report(inline)
          return
        }
        inner.read(&reading, tree, key, &root)
        reading.resolve(&root[keyPath: path], key)
      }, show: inner.show)
  }
}

extension Reading {
  /// The largest file of a secret, in bytes.
  private static let secretLimit = 1 << 16

  fileprivate func inlineSecret(_ tree: Tree?, _ key: SettingKey) -> SettingsProblem? {
    let place: Place
    if let tree, case .text = tree.content {
      place = tree.place
    } else if !key.isInList, overrides[key.text] != nil {
      place = .flag(key.text)
    } else {
      return nil
    }
    return SettingsProblem(
      at: place, key: key.text,
      .mismatch(
        found: "the secret itself",
        expected: "where it is: {env: NAME} for an environment variable or {file: PATH} for a file"))
  }

  fileprivate mutating func resolve(_ source: inout SecretSource, _ key: SettingKey) {
    let (env, file) = (key.child("env").text, key.child("file").text)
    if source.variable != nil, source.file != nil {
      let (first, second) = (place(of: env).order.0, place(of: file).order.0)
      if first == second {
        report(key.text, found: "both env and file", expected: "one of them")
        return
      }
      // The stronger source means the other one away.
      if first < second { source.variable = nil } else { source.file = nil }
    }
    if let name = source.variable {
      secretVariables.insert(name)
      let text = environment[name] ?? ""
      if text.isEmpty {
        report(env, found: "the variable \(name), which is not set", expected: "one that holds the secret")
      } else {
        accept(text, for: &source, env)
      }
    } else if let path = source.file {
      if let text = TextFile.read(path, limit: Reading.secretLimit) {
        accept(text, for: &source, file)
      } else {
        // The path is not shown: it may be the secret, in the wrong place.
        report(
          file, found: "a file that cannot be read", expected: "a file of text of at most 64KiB")
      }
    }
  }

  private mutating func accept(_ text: String, for source: inout SecretSource, _ key: String) {
    let text = text.trimmedEnd
    // A secret goes into a header or a connection: one line.
    let fits = !text.isEmpty && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    if fits {
      source.secret = Secret(text)
    } else {
      report(
        key, found: text.isEmpty ? "an empty secret" : "a secret of several lines",
        expected: "one line of text")
    }
  }
}
