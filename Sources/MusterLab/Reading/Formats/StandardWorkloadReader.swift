/// Reads a log in the Standard Workload Format: comments behind `;`, and 18 fields with spaces between them.
///
/// Per job: nothing is below zero but -1, which means unknown; number and submission are known. Submissions do
/// not decrease: the format promises it. Empty lines are skipped.
public struct SWFReader: RecordReader, ~Copyable {
  private static let columns = [
    "job number", "submit time", "wait time", "run time", "allocated processors", "average CPU time",
    "used memory", "requested processors", "requested time", "requested memory", "status", "user ID",
    "group ID", "executable", "queue", "partition", "preceding job", "think time",
  ]
  private static let greatest = Double.greatestFiniteMagnitude

  /// What the comments say. Those at the top are there at once, later ones as they are passed.
  public private(set) var header = SWFHeader()
  public private(set) var line = 0

  private var row: WordReader
  /// Whether the row was read with the header and is yet to be returned.
  private var isRowWaiting = false
  private var lastSubmission = 0.0

  /// Opens `path` and reads up to the first job. Throws `unreadable`, `corruptGzip` or `lineTooLong`.
  public init(path: String) throws(TraceError) {
    var row = try WordReader(path: path, columns: Self.columns, comment: ";")
    var header = SWFHeader()
    isRowWaiting = try row.advance { header.add($0) }
    self.header = header
    self.row = row
  }

  public var file: String { row.file }

  public mutating func next() throws(TraceError) -> SWFRecord? {
    if !isRowWaiting {
      guard try advance() else { return nil }
    }
    isRowWaiting = false
    line = row.line
    try row.checkCount()
    return SWFRecord(
      jobNumber: try row.wholeNumber(0, in: 0 ... .max), submitSeconds: try submission(),
      waitSeconds: try measure(2), runSeconds: try measure(3), allocatedProcessors: try count(4),
      averageCPUSeconds: try measure(5), usedMemoryKiB: try measure(6), requestedProcessors: try count(7),
      requestedSeconds: try measure(8), requestedMemoryKiB: try measure(9), status: try status(),
      user: try count(11), group: try count(12), executable: try count(13), queue: try count(14),
      partition: try count(15), precedingJob: try count(16), thinkSeconds: try measure(17))
  }

  private mutating func advance() throws(TraceError) -> Bool {
    var known = header
    defer { header = known }
    return try row.advance { known.add($0) }
  }

  private mutating func submission() throws(TraceError) -> Double {
    let time = try row.number(1, in: 0...Self.greatest)
    guard time >= lastSubmission else {
      throw row.fault(.outOfOrder, 1, expected: "no less than in the row before")
    }
    lastSubmission = time
    return time
  }

  private func count(_ column: Int) throws(TraceError) -> Int64? {
    let value = try row.wholeNumber(column, in: -1 ... .max)
    return value < 0 ? nil : value
  }

  private func measure(_ column: Int) throws(TraceError) -> Double? {
    let value = try row.number(column, in: -1...Self.greatest)
    guard value < 0 else { return value }
    guard value == -1 else { throw row.fault(.negative, column, expected: "a number >= 0, or -1") }
    return nil
  }

  private func status() throws(TraceError) -> SWFStatus? {
    SWFStatus(rawValue: try row.wholeNumber(10, in: -1...5))
  }
}
