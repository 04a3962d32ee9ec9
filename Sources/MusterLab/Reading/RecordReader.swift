/// A stream of records out of a trace, in the order of the file.
///
/// A reader cannot be copied: it is one place in one file. After an error the stream is over; what was
/// returned before it is sound.
public protocol RecordReader<Record>: ~Copyable {
  associatedtype Record: Sendable

  /// The file being read, as the caller gave it.
  var file: String { get }
  /// The line, from 1, on which the last record returned begins; 0 before the first.
  var line: Int { get }

  /// The next record, or nil at the end of the trace.
  mutating func next() throws(TraceError) -> Record?
}

extension RecordReader where Self: ~Copyable {
  /// All records that are left, in memory at once: for traces known to be small, and for tests.
  public consuming func all() throws(TraceError) -> [Record] {
    var records: [Record] = []
    while let record = try next() { records.append(record) }
    return records
  }
}
