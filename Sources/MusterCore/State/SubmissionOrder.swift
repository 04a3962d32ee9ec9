/// The kept tasks in the order of their submission. Derived from the records; entries of tasks that are forgotten
/// stay until they are many.
struct SubmissionOrder: Sendable {
  struct Entry: Sendable {
    var submission: UInt64
    var row: Int32

    /// Whether the row still holds the task that was submitted then.
    func isLive(in table: borrowing TaskTable) -> Bool {
      !table.isFree[Int(row)] && table.records[Int(row)].submission == submission
    }
  }

  var entries: [Entry] = []

  /// The index of the first entry of a submission after the given one. O(log n).
  func firstIndex(after submission: UInt64) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].submission <= submission { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension TaskTable {
  /// Rows of kept tasks, living and ended, that were submitted after the given place in the order of submission
  /// (``TaskRecord/submission``), oldest first: the next page of a listing. From 0 on for the first.
  ///
  /// - Parameters:
  ///   - limit: how many rows at most.
  ///   - wanted: which rows to list.
  /// - Complexity: O(log n + entries looked at); of those at most about half are of forgotten tasks.
  public func rows(
    after submission: UInt64, limit: Int, where wanted: (Int) -> Bool = { _ in true }
  ) -> [Int] {
    var rows: [Int] = []
    var index = order.firstIndex(after: submission)
    while index < order.entries.count && rows.count < limit {
      let entry = order.entries[index]
      if entry.isLive(in: self) && wanted(Int(entry.row)) { rows.append(Int(entry.row)) }
      index += 1
    }
    return rows
  }

  /// Rows of kept tasks that were submitted before the given place in the order of submission, newest first. From
  /// `UInt64.max` on for the latest. Parameters and complexity are those of ``rows(after:limit:where:)``.
  public func rows(
    before submission: UInt64, limit: Int, where wanted: (Int) -> Bool = { _ in true }
  ) -> [Int] {
    var rows: [Int] = []
    var index = submission == 0 ? 0 : order.firstIndex(after: submission - 1)
    while index > 0 && rows.count < limit {
      index -= 1
      let entry = order.entries[index]
      if entry.isLive(in: self) && wanted(Int(entry.row)) { rows.append(Int(entry.row)) }
    }
    return rows
  }

  /// Notes that the task in the row came last.
  mutating func noteSubmission(_ row: Int) {
    order.entries.append(SubmissionOrder.Entry(submission: records[row].submission, row: Int32(row)))
    let kept = records.count - freeRows.count
    guard order.entries.count > 2 * kept + 1024 else { return }
    order.entries = order.entries.filter { $0.isLive(in: self) }
  }
}
