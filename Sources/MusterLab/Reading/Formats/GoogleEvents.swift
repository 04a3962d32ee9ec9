/// What happened to a job or task of the Google cluster trace of 2011.
public enum GoogleEvent: UInt8, Sendable, CaseIterable {
  /// It was handed in and may be placed.
  case submit = 0
  /// It was placed on a machine.
  case schedule = 1
  /// It lost its machine to another task, or with the machine.
  case evict = 2
  /// It ended by its own fault.
  case fail = 3
  /// It ended well.
  case finish = 4
  /// Its user or a job it depends on ended it.
  case kill = 5
  /// It is presumed to have ended, but the record of how is missing.
  case lost = 6
  /// Its wishes changed while it waited.
  case updatePending = 7
  /// Its wishes changed while it ran.
  case updateRunning = 8
}

/// Why a row of the Google cluster trace of 2011 was made up afterwards.
public enum GoogleMissingInfo: UInt8, Sendable, CaseIterable {
  /// A snapshot shows the state, but no event led to it.
  case snapshotButNoTransition = 0
  /// Neither a snapshot nor an event shows it.
  case noSnapshotOrTransition = 1
  /// It exists, but the record of its creation is missing.
  case existsButNoCreation = 2
}
