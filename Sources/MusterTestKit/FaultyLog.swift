import MusterStore
import Synchronization

/// A log that fails as the seed says: for tests of those who write to logs.
///
/// It fails as a good log may. A batch is written whole or not at all, whatever the caller is told; it is never
/// seen in part; and what is read is what was written. Calls made in the same order meet the same faults.
public final class FaultyLog: Log {
  private let log: any Log
  private let wait: @Sendable (Duration) async -> Void
  private let state: Mutex<State>

  /// - Parameters:
  ///   - log: The log that does the work.
  ///   - wait: How time passes; a test with a virtual clock passes its own.
  public init(
    _ log: any Log, seed: UInt64, faults: LogFaults,
    wait: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }
  ) {
    self.log = log
    self.wait = wait
    state = Mutex(State(random: seed, faults: faults))
  }

  /// What it does from now on.
  public var faults: LogFaults {
    get { state.withLock(\.faults) }
    set { state.withLock { $0.faults = newValue } }
  }

  /// How many faults it has shown, delays aside.
  public var faultCount: Int { state.withLock(\.count) }

  public var first: LogPosition { get async throws(LogError) { try await log.first } }

  public var end: LogPosition { get async throws(LogError) { try await log.end } }

  @discardableResult
  public func append(
    _ records: [[UInt8]], expecting position: LogPosition
  ) async throws(LogError) -> LogPosition {
    let course = state.withLock { $0.drawAppend() }
    if let delay = course.delay { await wait(delay) }
    switch course.fault {
    case .none:
      return try await log.append(records, expecting: position)
    case .before:
      throw .storage(file: "faulty log", operation: "append", found: "a fault before writing")
    case .after:
      try await log.append(records, expecting: position)
      throw .storage(file: "faulty log", operation: "append", found: "a fault after writing")
    }
  }

  public func read(from position: LogPosition, limit: Int) async throws(LogError) -> [LogRecord] {
    let course = state.withLock { $0.drawRead() }
    if let delay = course.delay { await wait(delay) }
    if course.fault != .none {
      throw .storage(file: "faulty log", operation: "read", found: "a fault")
    }
    return try await log.read(from: position, limit: limit)
  }

  public func saveSnapshot(_ bytes: [UInt8], at position: LogPosition) async throws(LogError) {
    try await log.saveSnapshot(bytes, at: position)
  }

  public func latestSnapshot() async throws(LogError) -> LogSnapshot? { try await log.latestSnapshot() }

  public func dropRecords(before position: LogPosition) async throws(LogError) {
    try await log.dropRecords(before: position)
  }
}

extension FaultyLog {
  private enum Fault { case none, before, after }

  private struct State {
    var random: UInt64
    var faults: LogFaults
    var count = 0

    /// Draws are always taken in the same number, so that one probability does not shift the others.
    mutating func drawAppend() -> (fault: Fault, delay: Duration?) {
      let (before, after, slow) = (draw(), draw(), draw())
      let fault: Fault =
        before < faults.failsBeforeWriting ? .before : after < faults.failsAfterWriting ? .after : .none
      if fault != .none { count += 1 }
      return (fault, slow < faults.isSlow ? faults.delay : nil)
    }

    mutating func drawRead() -> (fault: Fault, delay: Duration?) {
      let (fails, slow) = (draw(), draw())
      if fails < faults.failsReading { count += 1 }
      return (fails < faults.failsReading ? .before : .none, slow < faults.isSlow ? faults.delay : nil)
    }

    /// Uniform in [0, 1): SplitMix64.
    private mutating func draw() -> Double {
      random &+= 0x9E37_79B9_7F4A_7C15
      var bits = random
      bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
      bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
      return Double((bits ^ (bits >> 31)) >> 11) * 0x1p-53
    }
  }
}
