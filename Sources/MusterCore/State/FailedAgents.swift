/// The agents that a task's tries failed on, as rows of the pool, oldest first: the last ``limit`` of them, each
/// once. Kept for tasks whose ``RetryRule/elsewhere`` asks for it.
public struct FailedAgents: Sendable, Equatable {
  /// How many are kept.
  public static let limit = 8

  /// Rows from the first lane on; -1 in lanes that are not taken.
  private(set) var lanes = SIMD8<Int32>(repeating: -1)
  public private(set) var count = 0

  init() {}

  public var isEmpty: Bool { count == 0 }
  public var rows: [Int32] { (0..<count).map { lanes[$0] } }
  public func contains(_ row: Int) -> Bool { any(lanes .== Int32(truncatingIfNeeded: row)) }

  /// Adds a row as the latest. Without room the oldest is forgotten.
  mutating func add(_ row: Int32) {
    var gone = (0..<count).first { lanes[$0] == row }
    if gone == nil && count == FailedAgents.limit { gone = 0 }
    if let gone {
      for lane in gone..<count - 1 { lanes[lane] = lanes[lane + 1] }
      count -= 1
    }
    lanes[count] = row
    count += 1
  }
}

extension TaskTable {
  /// The agents that failed the task in the row; empty for one that may be tried again anywhere.
  public func failedAgents(of row: Int) -> FailedAgents {
    let slot = records[row].failedSlot
    return slot < 0 ? FailedAgents() : failedAgents[Int(slot)]
  }

  /// Notes that a try of the task in the row failed on its agent, if the task cares.
  mutating func noteFailure(_ row: Int) {
    guard specs[row].retry.elsewhere, specs[row].gang == .none, records[row].agent >= 0 else { return }
    var failed = failedAgents(of: row)
    failed.add(records[row].agent)
    setFailedAgents(of: row, failed)
  }

  mutating func setFailedAgents(of row: Int, _ failed: FailedAgents) {
    let slot = records[row].failedSlot
    if failed.isEmpty {
      guard slot >= 0 else { return }
      records[row].failedSlot = -1
      freeFailedSlots.append(slot)
    } else if slot >= 0 {
      failedAgents[Int(slot)] = failed
    } else if let free = freeFailedSlots.popLast() {
      records[row].failedSlot = free
      failedAgents[Int(free)] = failed
    } else {
      records[row].failedSlot = Int32(failedAgents.count)
      failedAgents.append(failed)
    }
  }
}
