/// One key of the settings, as the reference lists it.
public struct SettingsKey: Sendable, Equatable {
  /// Dotted, with `[]` for members of lists: `endpoints[].price.input`.
  public let name: String
  /// What it takes: `duration`.
  public let kind: String
  /// Its default as it is written in a file; nil where there is none.
  public let standard: String?
  /// One line for people.
  public let meaning: String
  /// The environment variable that gives it; nil where only the file does.
  public let variable: String?
  /// Whether it must be given wherever the section that it belongs to is.
  public let isRequired: Bool
}

/// All there is to be set, from the one table that loading goes by.
public enum SettingsReference {
  /// Every key, in the order of the table. Sections are not keys; lists of sections and secrets are, before
  /// their members.
  public static let keys: [SettingsKey] = keys(of: Settings.notes, in: "")

  private static func keys(of notes: [(name: String, note: FieldNote)], in section: String) -> [SettingsKey] {
    notes.flatMap { name, note -> [SettingsKey] in
      let path = section.isEmpty ? name : "\(section).\(name)"
      switch note.shape {
      case .value: return [key(path, note, isSettable: note.kind != FieldNote.pairs)]
      case .records(let parts): return [key(path, note, isSettable: false)] + keys(of: parts, in: path + "[]")
      case .section(let parts):
        let own = note.kind == FieldNote.secret ? [key(path, note, isSettable: false)] : []
        return own + keys(of: parts, in: path)
      }
    }
  }

  private static func key(_ name: String, _ note: FieldNote, isSettable: Bool) -> SettingsKey {
    SettingsKey(
      name: name, kind: note.kind, standard: note.standard?.inline, meaning: note.meaning,
      variable: isSettable && !name.contains("[") ? SettingKey.variable(of: name) : nil,
      isRequired: note.isRequired)
  }

  /// The reference for people: for each key its name, kind, default and variable, and below what it means.
  public static var text: String {
    keys.map { key in
      var facts = [key.kind]
      if let standard = key.standard { facts.append("default \(standard)") }
      if key.isRequired { facts.append("required") }
      if let variable = key.variable { facts.append(variable) }
      return "\(key.name)  (\(facts.joined(separator: "; ")))\n    \(key.meaning)\n"
    }.joined()
  }
}
