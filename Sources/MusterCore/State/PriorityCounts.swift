/// How many leases that may be displaced there are of each priority: tells at a look that nothing below a priority
/// runs. Derived. A handful of priorities is expected; O(priorities) each.
struct PriorityCounts: Sendable, Equatable {
  /// Those with any, in no particular order.
  private(set) var entries: [(priority: Int16, count: Int)] = []

  static func == (a: PriorityCounts, b: PriorityCounts) -> Bool {
    func sorted(_ counts: PriorityCounts) -> [(Int16, Int)] {
      counts.entries.map { ($0.priority, $0.count) }.sorted { $0.0 < $1.0 }
    }
    return sorted(a).elementsEqual(sorted(b), by: ==)
  }

  mutating func add(_ priority: Int16) {
    for index in entries.indices where entries[index].priority == priority {
      entries[index].count += 1
      return
    }
    entries.append((priority, 1))
  }

  mutating func remove(_ priority: Int16) {
    for index in entries.indices where entries[index].priority == priority {
      entries[index].count -= 1
      if entries[index].count == 0 {
        entries.swapAt(index, entries.count - 1)
        entries.removeLast()
      }
      return
    }
  }

  func hasAny(below priority: Int16) -> Bool { entries.contains { $0.priority < priority } }
  func hasAny(of priority: Int16) -> Bool { entries.contains { $0.priority == priority } }
}
