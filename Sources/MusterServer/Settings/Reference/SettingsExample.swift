extension SettingsReference {
  /// A settings file that says all defaults and loads as it is. What has no default is there behind a `#`, to
  /// be uncommented; explanations stand behind `##`.
  public static var example: String {
    let heading = [
      "## The settings of `muster serve`: the defaults, with examples of the rest behind a #.",
      "## Stronger than this file are variables, as MUSTER_SERVER_PORT, and stronger still are flags.",
    ]
    return (heading + lines(of: Settings.notes, depth: 0)).map { $0 + "\n" }.joined()
  }

  private static func lines(of notes: [(name: String, note: FieldNote)], depth: Int) -> [String] {
    notes.flatMap { name, note -> [String] in
      let indent = String(repeating: "  ", count: depth)
      let lines = ["\(indent)## \(note.meaning)"] + lines(of: note, named: name, depth: depth)
      return depth == 0 ? [""] + lines : lines
    }
  }

  private static func lines(of note: FieldNote, named name: String, depth: Int) -> [String] {
    let indent = String(repeating: "  ", count: depth)
    switch note.shape {
    case .value:
      if let standard = note.standard { return ["\(indent)\(name): \(standard.inline)"] }
      guard let example = note.example else { return [] }
      return ["\(indent)\(name): \(example.inline)"].map { note.isRequired ? $0 : "#" + $0 }
    case .section(let parts):
      if note.kind == FieldNote.secret {
        let env = parts.first { $0.name == "env" }?.note.example?.inline ?? ""
        return ["#\(indent)\(name): {env: \(env)}"]
      }
      return ["\(indent)\(name):"] + lines(of: parts, depth: depth + 1)
    case .records(let parts):
      let members = lines(of: parts, depth: depth + 2)
      let bare = members.map { $0.hasPrefix("#") ? String($0.dropFirst()) : $0 }
      return (["\(indent)\(name):"] + YAMLText.dashed(bare, depth: depth + 1)).map { "#" + $0 }
    }
  }
}
