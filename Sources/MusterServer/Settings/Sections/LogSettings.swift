/// Where facts are kept.
public struct LogSettings: SettingsSection {
  /// What an append survives once it has returned.
  public enum Durability: String, Sendable, CaseIterable {
    /// Loss of power: every commit is synced to the disk.
    case full
    /// The death of the process.
    case normal
  }

  public var url = LogAddress.sqlite(path: "muster.db")
  public var password = SecretSource()
  public var durability = Durability.normal
  /// Records between two snapshots.
  public var snapshotEvery = 100_000
  public var keep = LogKeep.duration(30 * Span.day)
  /// A directory.
  public var backup: String?

  public init() {}

  static let fields: [Field<LogSettings>] = [
    .value(
      "url", \.url, .log,
      "Where the log is: sqlite:PATH, postgres://[USER@]HOST[:PORT]/DATABASE or memory:."),
    .secret("password", \.password, example: "DATABASE_PASSWORD", "The password of a PostgreSQL log."),
    .value(
      "durability", \.durability, .choice,
      "full syncs every commit to the disk; normal may lose the newest ones with the power."),
    .value(
      "snapshot-every", \.snapshotEvery, .integer(100...1_000_000_000),
      "How many records come between two snapshots: a start replays at most so many."),
    .value(
      "keep", \.keep, .keep, "How much history stays before it is compacted: records, a duration, or all."),
    .optional("backup", \.backup, .path, example: "backups", "The directory for copies of the log."),
  ]

  /// The password for a PostgreSQL log: that of ``password``, or else the one that the address carried.
  public var databasePassword: Secret? {
    if case .postgres(let address) = url { password.secret ?? address.password } else { nil }
  }

  /// Whether a commit waits for neither a disk nor a network.
  var commitsAtOnce: Bool {
    switch url {
    case .memory: true
    case .sqlite: durability == .normal
    case .postgres: false
    }
  }
}
