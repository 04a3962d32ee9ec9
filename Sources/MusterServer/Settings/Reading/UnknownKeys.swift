import MusterPolicy

extension Reading {
  /// Reports a key of the file that nothing has, with the nearest that there is.
  mutating func report(unknown entry: Tree.Entry, in key: SettingKey, among names: [String]) {
    let nearest = EditDistance.nearest(to: entry.key.lowercased(), among: names)
    // What YAML calls a merge key is none of its core, and hides where a value is from.
    let reason: SettingsProblem.Reason =
      entry.key == "<<"
      ? .mismatch(found: "a merge key", expected: "the keys themselves, or an alias for a whole value")
      : .unknown(nearest: nearest)
    report(SettingsProblem(at: entry.place, key: key.child(entry.key).text, reason))
  }

  /// Reports flags that nothing has; warns of such variables, which may belong to somebody else.
  mutating func checkNames(_ known: [SettingsKey]) {
    let known = known.filter { !$0.name.contains("[") }
    let settable = known.filter { $0.variable != nil }.map(\.name)
    for flag in overrides.keys.sorted() where !known.contains(where: { $0.name == flag }) {
      let nearest = EditDistance.nearest(to: flag, among: settable)
      let reason = flag.contains("[") ? Reading.memberReason : .unknown(nearest: nearest)
      report(SettingsProblem(at: .flag(flag), key: flag, reason))
    }
    let variables = Set(known.filter { $0.kind != FieldNote.secret }.map { SettingKey.variable(of: $0.name) })
    for name in environment.keys.sorted()
    where name.hasPrefix("MUSTER_") && !variables.contains(name) && !secretVariables.contains(name)
      && !Reading.isServiceLink(name)
    {
      let nearest = EditDistance.nearest(to: name, among: settable.map(SettingKey.variable(of:)))
      let hint = nearest.map { "; did you mean \"\($0)\"?" } ?? ""
      warn(SettingsProblem(at: .variable(name), key: "", .remark("unknown variable\(hint)")))
    }
  }

  private static var memberReason: SettingsProblem.Reason {
    .mismatch(found: "a member of a list", expected: "members of lists in the file only")
  }

  /// Whether Kubernetes sets such a variable by itself, for a service called "muster".
  private static func isServiceLink(_ name: String) -> Bool {
    name.contains("_SERVICE_") || name == "MUSTER_PORT" || name.hasPrefix("MUSTER_PORT_")
  }
}
