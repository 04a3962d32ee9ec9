/// A shortest augmenting path from one row to the pool, by Dijkstra's method over reduced costs without a heap.
///
/// `O(rows * columns)`; equal distances are settled together, and the search ends as soon as one of them is free.
extension AssignmentView {
  /// Matches a row that has no column; false where no column can be freed for it. The duals stay feasible either way.
  func augment(_ source: Int) -> Bool {
    key.update(repeating: .infinity, count: columns)
    open.update(from: columnDual, count: columns)
    var length = relax(source, shift: -rowDual[source])
    var count = 0
    while length < .infinity {
      let group = count
      var column = AssignmentKernels.firstIndex(of: length, in: key, from: 0, count: columns)
      while column < columns {
        if rowOfColumn[column] < 0 {
          moveDuals(source, count: group, length: length)
          followOrigins(from: column, to: source)
          return true
        }
        settled[count] = column
        count += 1
        distance[column] = length
        key[column] = .infinity
        open[column] = -.infinity
        column = AssignmentKernels.firstIndex(of: length, in: key, from: column + 1, count: columns)
      }
      let reached = length
      for at in group..<count {
        let row = rowOfColumn[settled[at]]
        length = relax(row, shift: reached - rowDual[row])
      }
    }
    return false
  }

  @inline(__always)
  private func relax(_ row: Int, shift: Double) -> Double {
    AssignmentKernels.relax(
      self.row(row), open: open, key: key, origins: origin, shift: shift, origin: row, count: columns)
  }

  private func moveDuals(_ source: Int, count: Int, length: Double) {
    rowDual[source] += length
    for at in 0..<count {
      let column = settled[at]
      let step = length - distance[column]
      columnDual[column] -= step
      rowDual[rowOfColumn[column]] += step
    }
  }

  private func followOrigins(from column: Int, to source: Int) {
    var column = column
    while true {
      let row = origin[column]
      let former = columnOfRow[row]
      match(row, column)
      if row == source { return }
      column = former
    }
  }
}
