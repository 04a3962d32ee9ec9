/// What an append survives once it has returned.
public enum Durability: String, Hashable, Sendable, CaseIterable {
  /// Loss of power: every commit is synced to the disk. One sync a commit, 0.1 to 3 ms; batch for throughput.
  case full

  /// The death of the process, but not of the machine: after a loss of power the newest commits may be missing,
  /// as whole batches. No sync a commit.
  case normal

  /// SQLite's number for it, as `PRAGMA synchronous` reads it back.
  var synchronous: Int64 {
    switch self {
    case .full: 2
    case .normal: 1
    }
  }
}
