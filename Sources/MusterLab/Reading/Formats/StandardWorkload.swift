/// A job of the Standard Workload Format, version 2.2, of the Parallel Workloads Archive.
///
/// What the log does not know (-1) is nil. Times may have fractions.
public struct SWFRecord: Equatable, Sendable {
  /// The job, usually counted from 1.
  public var jobNumber: Int64
  /// When it was handed in, in seconds from the start of the log.
  public var submitSeconds: Double
  /// How long it waited, in seconds.
  public var waitSeconds: Double?
  /// How long it ran, in seconds of wall clock.
  public var runSeconds: Double?
  /// Processors it was given.
  public var allocatedProcessors: Int64?
  /// Processor time used, in seconds, the mean over its processors.
  public var averageCPUSeconds: Double?
  /// Memory used, in KiB, the mean over its processors.
  public var usedMemoryKiB: Double?
  /// Processors it asked for.
  public var requestedProcessors: Int64?
  /// Time it asked for, in seconds.
  public var requestedSeconds: Double?
  /// Memory it asked for, in KiB a processor.
  public var requestedMemoryKiB: Double?
  public var status: SWFStatus?
  public var user: Int64?
  public var group: Int64?
  /// The program.
  public var executable: Int64?
  /// The queue; 0 is for interactive jobs.
  public var queue: Int64?
  public var partition: Int64?
  /// The job that this one waits for.
  public var precedingJob: Int64?
  /// Seconds from the end of that job until this one is handed in.
  public var thinkSeconds: Double?

  /// A record of the given values.
  public init(
    jobNumber: Int64, submitSeconds: Double, waitSeconds: Double? = nil, runSeconds: Double? = nil,
    allocatedProcessors: Int64? = nil, averageCPUSeconds: Double? = nil, usedMemoryKiB: Double? = nil,
    requestedProcessors: Int64? = nil, requestedSeconds: Double? = nil, requestedMemoryKiB: Double? = nil,
    status: SWFStatus? = nil, user: Int64? = nil, group: Int64? = nil, executable: Int64? = nil,
    queue: Int64? = nil, partition: Int64? = nil, precedingJob: Int64? = nil, thinkSeconds: Double? = nil
  ) {
    self.jobNumber = jobNumber
    self.submitSeconds = submitSeconds
    self.waitSeconds = waitSeconds
    self.runSeconds = runSeconds
    self.allocatedProcessors = allocatedProcessors
    self.averageCPUSeconds = averageCPUSeconds
    self.usedMemoryKiB = usedMemoryKiB
    self.requestedProcessors = requestedProcessors
    self.requestedSeconds = requestedSeconds
    self.requestedMemoryKiB = requestedMemoryKiB
    self.status = status
    self.user = user
    self.group = group
    self.executable = executable
    self.queue = queue
    self.partition = partition
    self.precedingJob = precedingJob
    self.thinkSeconds = thinkSeconds
  }
}

/// How a job of the Standard Workload Format ended.
public enum SWFStatus: Int64, Sendable, CaseIterable {
  case failed = 0
  case completed = 1
  /// A part of a job that goes on.
  case partial = 2
  /// The last part of a job, which completed.
  case lastPartCompleted = 3
  /// The last part of a job, which failed.
  case lastPartFailed = 4
  /// It was cancelled, before or while it ran.
  case cancelled = 5
}
