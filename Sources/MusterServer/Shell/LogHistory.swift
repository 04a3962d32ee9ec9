import MusterCore

/// Remembers where the log stood when, so that history can be dropped by its age.
struct LogHistory: Sendable {
  private var marks: [(position: UInt64, at: Instant)] = []

  /// Notes that a snapshot stands at a position.
  /// - Returns: the position before which records may go; nil for none.
  mutating func dropPosition(after position: UInt64, at now: Instant, keep: LogKeep) -> UInt64? {
    switch keep {
    case .all: return nil
    case .records(let count): return position > UInt64(count) ? position - UInt64(count) : nil
    case .duration(let age):
      marks.append((position, now))
      guard let old = marks.lastIndex(where: { now - $0.at > age }) else { return nil }
      let position = marks[old].position
      marks.removeFirst(old)
      return position
    }
  }
}
