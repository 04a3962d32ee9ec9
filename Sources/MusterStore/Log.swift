/// A durable, ordered list of records: the memory of a Muster, of which its state is the replay.
///
/// A log holds opaque bytes. What they mean is for the layer above to say.
///
/// Four promises every log keeps, and `LogConformance` checks:
/// - **Atomic.** A batch is in the log whole or not at all, after a crash too.
/// - **Fenced.** An append names the position at which it expects to land. Of two writers who believe the same
///   end, one wins and the other is told, so that a stale writer cannot continue a history it has not read.
/// - **Durable.** When an append returns, the batch survives what the log's durability says it survives.
/// - **Never wrong.** A read gives back the bytes that were appended, or an error. Damage is not returned.
///
/// An operation that has begun runs to its end, whether or not its task is cancelled: a half-known append is
/// worth less than a late answer.
public protocol Log: Sendable {
  /// The position of the oldest record still held: zero until records are dropped. O(1).
  var first: LogPosition { get async throws(LogError) }

  /// The position after the newest record, where the next one will land. O(1).
  var end: LogPosition { get async throws(LogError) }

  /// Adds the records as one batch, provided that the log ends at `position`.
  ///
  /// An empty batch writes nothing, and still checks the position.
  ///
  /// - Returns: the end of the log after the batch.
  /// - Throws: `LogError.positionConflict` when the log ends elsewhere, `.tooLarge` for a record over
  ///   `LogLimits.recordBytes`; nothing is written in either case. After `.storage` or `.busy` the batch is in
  ///   the log whole or not at all, and only `end` can tell which.
  @discardableResult
  func append(_ records: [[UInt8]], expecting position: LogPosition) async throws(LogError) -> LogPosition

  /// The records from `position` on, oldest first, at most `limit` of them.
  ///
  /// Fewer may come back when they are large; none come back only at the end of the log (or for a limit below
  /// one). A window may begin or end inside a batch.
  ///
  /// - Throws: `LogError.outOfRange` for a position that was dropped or not yet written, `.damaged` when the
  ///   bytes are not those that were appended.
  func read(from position: LogPosition, limit: Int) async throws(LogError) -> [LogRecord]

  /// Keeps a summary of all records before `position`, in place of any saved for the same position.
  ///
  /// The newest `LogLimits.snapshotsKept` are kept. Position must lie between `first` and `end`, at the border
  /// of two batches if the summary is to be true.
  func saveSnapshot(_ bytes: [UInt8], at position: LogPosition) async throws(LogError)

  /// The newest snapshot that is whole, or nil if there is none and none is needed.
  ///
  /// A damaged snapshot is passed over for the one before it: there are then more records to replay.
  ///
  /// - Throws: `LogError.noUsableSnapshot` when records were dropped and no snapshot covers them any more.
  func latestSnapshot() async throws(LogError) -> LogSnapshot?

  /// Forgets the records before `position`, and the snapshots that those left could not continue.
  ///
  /// Permitted up to the newest whole snapshot. Dropping only up to the one before it leaves something to fall
  /// back on. A position at or before `first` changes nothing. A crash may leave some of the records undropped.
  ///
  /// - Throws: `LogError.dropBeyondSnapshot`; nothing is dropped.
  func dropRecords(before position: LogPosition) async throws(LogError)
}
