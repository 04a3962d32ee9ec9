/// The sizes that every log agrees on, so that what one accepts the next one does.
public enum LogLimits {
  /// The largest record, in bytes: 64 MiB.
  public static let recordBytes = 64 << 20

  /// The largest snapshot, in bytes: 768 MiB. (SQLite stores values of up to 10⁹ bytes.)
  public static let snapshotBytes = 768 << 20

  /// How many snapshots are kept; older ones are deleted as newer ones are saved.
  public static let snapshotsKept = 3

  /// A read stops after the record that carries it past this many bytes: 16 MiB.
  public static let readBytes = 16 << 20

  /// Checks the sizes of a batch. O(records).
  public static func check(batch records: [[UInt8]]) throws(LogError) {
    for record in records where record.count > recordBytes {
      throw .tooLarge(what: "record", bytes: record.count, limit: recordBytes)
    }
  }

  /// Checks the size of a snapshot.
  public static func check(snapshot bytes: [UInt8]) throws(LogError) {
    if bytes.count > snapshotBytes {
      throw .tooLarge(what: "snapshot", bytes: bytes.count, limit: snapshotBytes)
    }
  }
}
