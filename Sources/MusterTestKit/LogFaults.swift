import MusterStore

/// How often a `FaultyLog` does what. Each is a probability from 0 to 1, drawn for each append or read.
public struct LogFaults: Hashable, Sendable {
  /// An append fails, and nothing was written.
  public var failsBeforeWriting: Double

  /// An append fails, and the batch is in the log all the same: the disk was written, the answer was lost.
  public var failsAfterWriting: Double

  /// A read fails.
  public var failsReading: Double

  /// An append or a read takes `delay` longer.
  public var isSlow: Double

  /// How much longer.
  public var delay: Duration

  public init(
    failsBeforeWriting: Double = 0, failsAfterWriting: Double = 0, failsReading: Double = 0,
    isSlow: Double = 0,
    delay: Duration = .milliseconds(1)
  ) {
    self.failsBeforeWriting = failsBeforeWriting
    self.failsAfterWriting = failsAfterWriting
    self.failsReading = failsReading
    self.isSlow = isSlow
    self.delay = delay
  }
}
