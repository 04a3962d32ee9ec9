extension Settings {
  /// The largest settings file, in bytes.
  private static let fileLimit = 1 << 20

  /// Reads the settings, and checks them whole before any is used.
  ///
  /// - Parameters:
  ///   - file: a YAML file; nil for none.
  ///   - environment: of its variables, those that start with `MUSTER_` count, and those that hold secrets.
  ///     An empty one is as good as not set.
  ///   - overrides: flags, by their dotted keys, such as `server.port`. Flags are stronger than variables,
  ///     and these than the file.
  /// - Returns: the settings, with warnings.
  /// - Throws: every problem there is, at once.
  public static func load(
    file: String?, environment: [String: String] = [:], overrides: [String: String] = [:]
  ) throws(SettingsError) -> Settings {
    guard let file else { return try load(source: nil, environment, overrides) }
    guard let text = TextFile.read(file, limit: fileLimit) else {
      // What the other sources say is checked all the same.
      let unread = SettingsProblem(
        at: .file(file), key: "",
        .mismatch(found: "a file that cannot be read", expected: "YAML in UTF-8 of at most 1MiB"))
      return try load(source: (nil, [unread]), environment, overrides)
    }
    return try load(text: text, named: file, environment: environment, overrides: overrides)
  }

  /// As ``load(file:environment:overrides:)``, from the text of a file.
  static func load(
    text: String, named name: String = "muster.yaml", environment: [String: String] = [:],
    overrides: [String: String] = [:]
  ) throws(SettingsError) -> Settings {
    let file = SettingsFile(text, named: name)
    return try load(source: (file.tree, file.problems), environment, overrides)
  }

  private static func load(
    source: (tree: Tree?, problems: [SettingsProblem])?, _ environment: [String: String],
    _ overrides: [String: String]
  ) throws(SettingsError) -> Settings {
    var reading = Reading(environment: environment, overrides: overrides)
    for problem in source?.problems ?? [] { reading.report(problem) }
    var settings = Settings()
    read(&reading, source?.tree, .root, &settings)
    reading.checkNames(SettingsReference.keys)
    // A file that cannot be read at all leaves defaults, and what follows from those is not what is wrong.
    if source == nil || source?.tree != nil { settings.check(&reading) }
    guard reading.problems.isEmpty else { throw SettingsError(Reading.sorted(reading.problems)) }
    settings.warnings = Reading.sorted(reading.warnings)
    return settings
  }
}
