/// A row of the table `task_events` of the Google cluster trace of 2011 (format 2).
///
/// Fields that the trace may leave empty are optional; those of rows with `missingInfo` mostly are.
public struct GoogleTaskEventRecord: Equatable, Sendable {
  /// Microseconds from 600 s before the trace begins; 0 for what was there before, the largest `Int64` for
  /// what came after.
  public var timeMicroseconds: Int64
  /// Why the row was made up, nil for one that was recorded.
  public var missingInfo: GoogleMissingInfo?
  /// The job, and with `taskIndex` the task.
  public var jobID: Int64
  /// The task within its job, from 0.
  public var taskIndex: Int64
  /// The machine, nil where none is involved.
  public var machineID: Int64?
  public var event: GoogleEvent
  /// A hash that stands for the user.
  public var user: String?
  /// From 0, least sensitive to latency, to 3.
  public var schedulingClass: Int64?
  /// From 0, the first to give way, to 11.
  public var priority: Int64
  /// Processors asked for, as a share of the largest machine's.
  public var cpu: Double?
  /// Memory asked for, as a share of the largest machine's.
  public var memory: Double?
  /// Disk asked for, as a share of the largest machine's.
  public var disk: Double?
  /// Whether it must run on another machine than the other tasks of its job.
  public var needsDifferentMachine: Bool?

  /// A record of the given values.
  public init(
    timeMicroseconds: Int64, missingInfo: GoogleMissingInfo? = nil, jobID: Int64, taskIndex: Int64,
    machineID: Int64? = nil, event: GoogleEvent, user: String? = nil, schedulingClass: Int64? = nil,
    priority: Int64, cpu: Double? = nil, memory: Double? = nil, disk: Double? = nil,
    needsDifferentMachine: Bool? = nil
  ) {
    self.timeMicroseconds = timeMicroseconds
    self.missingInfo = missingInfo
    self.jobID = jobID
    self.taskIndex = taskIndex
    self.machineID = machineID
    self.event = event
    self.user = user
    self.schedulingClass = schedulingClass
    self.priority = priority
    self.cpu = cpu
    self.memory = memory
    self.disk = disk
    self.needsDifferentMachine = needsDifferentMachine
  }
}

/// Reads `task_events` of the Google cluster trace of 2011: 13 columns without a header.
///
/// Per row: time, job, task, event and priority are there; ids, times and demands are not below zero; event is
/// 0 to 8, class 0 to 3, priority 0 to 11. Times do not decrease, from part to part either: the trace promises
/// it.
public struct GoogleTaskEventReader: RecordReader, ~Copyable {
  private static let columns = [
    "time", "missing info", "job ID", "task index", "machine ID", "event type", "user", "scheduling class",
    "priority", "CPU request", "memory request", "disk space request", "different machines restriction",
  ]

  private var parts: GoogleParts
  private var cache = StringCache()

  /// Opens `path`: a file, or a directory whose `task_events-part-*.csv` or `.csv.gz` are read in the order of
  /// their names as one stream. Throws what ``CSVReader`` throws.
  public init(path: String) throws(TraceError) {
    parts = try GoogleParts(path: path, table: "task_events", columns: Self.columns)
  }

  public var file: String { parts.csv.file }
  public var line: Int { parts.csv.line }

  public mutating func next() throws(TraceError) -> GoogleTaskEventRecord? {
    guard try parts.advance() else { return nil }
    let share = 0.0...Double.greatestFiniteMagnitude
    return GoogleTaskEventRecord(
      timeMicroseconds: try parts.time(0), missingInfo: try parts.missingInfo(1),
      jobID: try parts.csv.wholeNumber(2, in: 0 ... .max),
      taskIndex: try parts.csv.wholeNumber(3, in: 0 ... .max),
      machineID: try parts.csv.wholeNumberIfPresent(4, in: 0 ... .max), event: try parts.event(5),
      user: try parts.csv.textIfPresent(6, sharedBy: &cache),
      schedulingClass: try parts.csv.wholeNumberIfPresent(7, in: 0...3),
      priority: try parts.csv.wholeNumber(8, in: 0...11), cpu: try parts.csv.numberIfPresent(9, in: share),
      memory: try parts.csv.numberIfPresent(10, in: share),
      disk: try parts.csv.numberIfPresent(11, in: share),
      needsDifferentMachine: try parts.csv.flagIfPresent(12))
  }
}
