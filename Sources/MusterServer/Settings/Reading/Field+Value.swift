extension Field {
  /// A value that is always there.
  static func value<V>(
    _ name: String, _ path: WritableKeyPath<Root, V> & Sendable, _ kind: Kind<V>, _ meaning: String
  ) -> Field where Root: SettingsSection {
    let show: @Sendable (Root) -> Shown? = { .text(kind.write($0[keyPath: path])) }
    let note = FieldNote(shape: .value, kind: kind.name, meaning: meaning, standard: show(Root()))
    return Field(
      name: name, note: note, read: reader(kind) { value, root in root[keyPath: path] = value }, show: show)
  }

  /// A value that may be left out.
  static func optional<V>(
    _ name: String, _ path: WritableKeyPath<Root, V?> & Sendable, _ kind: Kind<V>, example: String,
    _ meaning: String
  ) -> Field {
    let note = FieldNote(shape: .value, kind: kind.name, meaning: meaning, example: .text(example))
    return Field(
      name: name, note: note, read: reader(kind) { value, root in root[keyPath: path] = value },
      show: { root in root[keyPath: path].map { .text(kind.write($0)) } })
  }

  /// A value that must be given; an empty one stands for it until it is.
  static func required<V: Emptiable>(
    _ name: String, _ path: WritableKeyPath<Root, V> & Sendable, _ kind: Kind<V>, example: String,
    _ meaning: String
  ) -> Field {
    let note = FieldNote(shape: .value, kind: kind.name, meaning: meaning, example: .text(example))
    let field = Field(
      name: name, note: note, read: reader(kind) { value, root in root[keyPath: path] = value },
      show: { root in root[keyPath: path].isEmpty ? nil : .text(kind.write(root[keyPath: path])) })
    return field.needed(kind.expected) { $0[keyPath: path].isEmpty }
  }

  /// The field, missed where no source gives it.
  func needed(_ expected: String, _ isMissing: @escaping @Sendable (Root) -> Bool) -> Field {
    var note = note
    note.isRequired = true
    return Field(
      name: name, note: note,
      read: { reading, tree, key, root in
        read(&reading, tree, key, &root)
        // One that was given and did not fit has been reported.
        if isMissing(root), reading.givenPlace(of: key.text) == nil {
          reading.report(key.text, missing: expected)
        }
      }, show: show)
  }

  private static func reader<V>(
    _ kind: Kind<V>, _ set: @escaping @Sendable (V, inout Root) -> Void
  ) -> @Sendable (inout Reading, Tree?, SettingKey, inout Root) -> Void {
    { reading, tree, key, root in
      for given in reading.given(key, tree) {
        if let value = reading.value(of: given, kind, key.text) { set(value, &root) }
      }
    }
  }
}

extension Reading {
  /// The value that a text gives; nil, and a problem, where it does not fit.
  mutating func value<V>(of tree: Tree, _ kind: Kind<V>, _ key: String) -> V? {
    var detail: String?
    if case .text(let text) = tree.content {
      do {
        return try kind.parse(text)
      } catch {
        detail = error.detail
      }
    }
    let found = tree.name(kind.quote) + (detail.map { " (\($0))" } ?? "")
    report(SettingsProblem(at: tree.place, key: key, .mismatch(found: found, expected: kind.expected)))
    return nil
  }
}

/// A type with a value that stands for "not given".
protocol Emptiable: Sendable {
  var isEmpty: Bool { get }
}

extension String: Emptiable {}

extension WebAddress: Emptiable {
  var isEmpty: Bool { host.isEmpty }
}
