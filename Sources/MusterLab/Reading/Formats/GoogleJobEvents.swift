/// A row of the table `job_events` of the Google cluster trace of 2011 (format 2).
///
/// Fields that the trace may leave empty are optional.
public struct GoogleJobEventRecord: Equatable, Sendable {
  /// Microseconds from 600 s before the trace begins; 0 for what was there before, the largest `Int64` for
  /// what came after.
  public var timeMicroseconds: Int64
  /// Why the row was made up, nil for one that was recorded.
  public var missingInfo: GoogleMissingInfo?
  public var jobID: Int64
  public var event: GoogleEvent
  /// A hash that stands for the user.
  public var user: String?
  /// From 0, least sensitive to latency, to 3.
  public var schedulingClass: Int64?
  /// A hash that stands for the name of this job.
  public var name: String?
  /// A hash that stands for the name of the program, the same from run to run.
  public var logicalName: String?

  /// A record of the given values.
  public init(
    timeMicroseconds: Int64, missingInfo: GoogleMissingInfo? = nil, jobID: Int64, event: GoogleEvent,
    user: String? = nil, schedulingClass: Int64? = nil, name: String? = nil, logicalName: String? = nil
  ) {
    self.timeMicroseconds = timeMicroseconds
    self.missingInfo = missingInfo
    self.jobID = jobID
    self.event = event
    self.user = user
    self.schedulingClass = schedulingClass
    self.name = name
    self.logicalName = logicalName
  }
}

/// Reads `job_events` of the Google cluster trace of 2011: 8 columns without a header.
///
/// Per row: time, job and event are there; ids and times are not below zero; event is 0 to 8, class 0 to 3.
/// Times do not decrease, from part to part either: the trace promises it.
public struct GoogleJobEventReader: RecordReader, ~Copyable {
  private static let columns = [
    "time", "missing info", "job ID", "event type", "user", "scheduling class", "job name",
    "logical job name",
  ]

  private var parts: GoogleParts
  private var cache = StringCache()

  /// Opens `path`: a file, or a directory whose `job_events-part-*.csv` or `.csv.gz` are read in the order of
  /// their names as one stream. Throws what ``CSVReader`` throws.
  public init(path: String) throws(TraceError) {
    parts = try GoogleParts(path: path, table: "job_events", columns: Self.columns)
  }

  public var file: String { parts.csv.file }
  public var line: Int { parts.csv.line }

  public mutating func next() throws(TraceError) -> GoogleJobEventRecord? {
    guard try parts.advance() else { return nil }
    return GoogleJobEventRecord(
      timeMicroseconds: try parts.time(0), missingInfo: try parts.missingInfo(1),
      jobID: try parts.csv.wholeNumber(2, in: 0 ... .max), event: try parts.event(3),
      user: try parts.csv.textIfPresent(4, sharedBy: &cache),
      schedulingClass: try parts.csv.wholeNumberIfPresent(5, in: 0...3),
      name: try parts.csv.textIfPresent(6, sharedBy: &cache),
      logicalName: try parts.csv.textIfPresent(7, sharedBy: &cache))
  }
}
