/// A log in memory: for simulations, tests and servers that may forget.
///
/// Durable for as long as the process. Appends and reads cost O(records); nothing is checksummed, for nothing
/// leaves memory.
public actor MemoryLog: Log {
  private var records: [[UInt8]] = []
  private var snapshots: [LogSnapshot] = []

  /// The position of the oldest record held.
  public private(set) var first = LogPosition.zero

  public init() {}

  public var end: LogPosition { first.advanced(by: records.count) }

  @discardableResult
  public func append(
    _ batch: [[UInt8]], expecting position: LogPosition
  ) throws(LogError) -> LogPosition {
    try LogLimits.check(batch: batch)
    guard position == end else { throw .positionConflict(expected: position, actual: end) }
    records.append(contentsOf: batch)
    return end
  }

  public func read(from position: LogPosition, limit: Int) throws(LogError) -> [LogRecord] {
    try checkHeld(position)
    var result: [LogRecord] = []
    var bytes = 0
    for index in offset(of: position)..<records.count {
      guard result.count < limit, bytes < LogLimits.readBytes else { break }
      result.append(LogRecord(position: first.advanced(by: index), bytes: records[index]))
      bytes += records[index].count
    }
    return result
  }

  public func saveSnapshot(_ bytes: [UInt8], at position: LogPosition) throws(LogError) {
    try LogLimits.check(snapshot: bytes)
    try checkHeld(position)
    snapshots.removeAll { $0.position == position }
    snapshots.append(LogSnapshot(position: position, bytes: bytes))
    snapshots.sort { $0.position < $1.position }
    snapshots.removeFirst(max(0, snapshots.count - LogLimits.snapshotsKept))
  }

  public func latestSnapshot() -> LogSnapshot? { snapshots.last }

  public func dropRecords(before position: LogPosition) throws(LogError) {
    guard position > first else { return }
    guard let newest = snapshots.last, position <= newest.position else {
      throw .dropBeyondSnapshot(asked: position, newest: snapshots.last?.position)
    }
    records.removeFirst(offset(of: position))
    first = position
    snapshots.removeAll { $0.position < position }
  }

  private func offset(of position: LogPosition) -> Int {
    Int(position.recordsBefore - first.recordsBefore)
  }

  private func checkHeld(_ position: LogPosition) throws(LogError) {
    guard first <= position, position <= end else {
      throw .outOfRange(asked: position, first: first, end: end)
    }
  }
}
