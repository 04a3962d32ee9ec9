import MusterCore
import MusterMath

/// The agents of a pool in groups that say the same of themselves, and how alike the groups are.
///
/// 8 bytes an agent and for each pair of groups.
struct LikenessGroups: Sendable {
  /// For each row of the pool the hash of what its agent says, when that was seen last, and its group.
  private var versions: [UInt64] = []
  private var descriptions: [UInt64] = []
  private var groupOfRow: [Int32] = []
  /// Group by group the likeness to each.
  private var likeness: [Double] = []
  private(set) var count = 0
  private var identity = PoolIdentity()

  /// The group of a row.
  subscript(row: Int) -> Int { Int(groupOfRow[row]) }

  /// The totals of all groups, each counting its likeness to one. O(groups).
  func weigh(_ totals: [ScalarArms.Totals], for group: Int) -> ScalarArms.Totals {
    var weighed = ScalarArms.Totals()
    for (other, total) in totals.enumerated() {
      let likeness = likeness[group * count + other]
      weighed.count += likeness * total.count
      weighed.sum += likeness * total.sum
    }
    return weighed
  }

  /// Looks for agents that joined or say other things of themselves than before. O(agents); with any, O(groups^2).
  /// - Returns: whether there are any.
  mutating func update(for frame: borrowing Frame) -> Bool {
    var changed = identity.isNew(frame)
    if changed {
      versions.removeAll(keepingCapacity: true)
      descriptions.removeAll(keepingCapacity: true)
    }
    for row in 0..<frame.pool.count {
      if row < versions.count && versions[row] == frame.pool.version[row] { continue }
      let description = Likeness.description(of: frame.pool.agents[row])
      if row == versions.count {
        versions.append(0)
        descriptions.append(~description)
      }
      versions[row] = frame.pool.version[row]
      changed = changed || descriptions[row] != description
      descriptions[row] = description
    }
    if changed { regroup(frame) }
    return changed
  }

  private mutating func regroup(_ frame: borrowing Frame) {
    var groups = RowIndex()
    var first: [Int] = []
    groupOfRow.removeAll(keepingCapacity: true)
    for row in descriptions.indices {
      let group = groups[descriptions[row]] ?? Int32(first.count)
      if Int(group) == first.count {
        groups.insert(descriptions[row], group)
        first.append(row)
      }
      groupOfRow.append(group)
    }
    count = first.count
    likeness.removeAll(keepingCapacity: true)
    for row in first {
      for other in first { likeness.append(Likeness.of(frame.pool.agents[row], frame.pool.agents[other])) }
    }
  }
}
