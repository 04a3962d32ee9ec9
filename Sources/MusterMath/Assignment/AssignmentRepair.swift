/// One shortest path after a change of one line: from the row (or the pool) that lacks a column to the column that
/// lacks a row.
///
/// Dijkstra's method from both ends in turn, which settles about the square root of what one end would have to on
/// matrices without structure. With Lf and Lb the parts of the length that each end has covered, the potentials
/// min(d_forward, Lf) - min(d_backward, Lb) keep every reduced cost at or above zero (Ikeda et al., 1994).
/// `O(rows * columns)` at worst.
struct AssignmentRepair {
  let view: AssignmentView
  let source: Int
  let target: Int
  let pool: Int
  var poolPrice = -Double.infinity
  /// The pool's columns, without the target.
  var poolCount = 0
  /// The column by which the search came to the pool; -1 while it has not.
  var poolEntry = -1
  /// Too many columns lead on from the pool: the far end waits there.
  var isBackHeld = false
  var settledCount = 0
  var backCount = 0
  var top = Double.infinity
  var backTop = Double.infinity
  /// The shortest whole path so far, and the row where its halves meet, with the column by which it was reached:
  /// no row where the first half is all of it, no column where the second is.
  var length = Double.infinity
  var meetingRow = -1
  var meetingColumn = -1

  /// How many columns of the pool are searched from, at most.
  private static let poolLimit = 16

  /// `source` is a row without a column, or `view.rows` for the pool; `target` a column without a row.
  init(_ view: AssignmentView, from source: Int, to target: Int, isPresent: [Bool]) {
    (self.view, self.source, self.target, pool) = (view, source, target, view.rows)
    view.key.update(repeating: .infinity, count: view.columns)
    view.distance.update(repeating: .infinity, count: view.columns)
    view.open.update(from: view.columnDual, count: view.columns)
    view.backKey.update(repeating: .infinity, count: view.rows + 1)
    view.backDistance.update(repeating: .infinity, count: view.rows + 1)
    for row in 0..<view.rows { view.backOpen[row] = isPresent[row] ? view.rowDual[row] : -.infinity }
    for column in 0..<view.columns {
      poolPrice = max(poolPrice, view.columnDual[column])
      if view.rowOfColumn[column] < 0 && column != target { poolCount += 1 }
    }
    view.backOpen[pool] = -poolPrice
  }

  /// Finds the path and takes it; false where there is none. The duals are feasible afterwards either way.
  mutating func run() -> Bool {
    top = source == pool ? relaxPool(0) : relax(source, 0)
    noteTarget()
    backTop = relaxBack(target, 0)
    noteSource()
    while top + backTop < length {
      if isBackHeld || settledCount <= backCount { settle() } else { settleBack() }
    }
    guard length < .infinity else { return false }
    traceForward()
    traceBack()
    moveDuals()
    avoidLoop()
    takePath()
    return true
  }

  func owner(_ column: Int) -> Int { view.rowOfColumn[column] < 0 ? pool : view.rowOfColumn[column] }

  private func relax(_ row: Int, _ distance: Double) -> Double {
    AssignmentKernels.relax(
      view.row(row), open: view.open, key: view.key, shift: distance - view.rowDual[row], count: view.columns)
  }

  private func relaxPool(_ distance: Double) -> Double {
    var least = Double.infinity
    for column in 0..<view.columns {
      let new = distance + poolPrice - view.open[column]
      if new < view.key[column] { view.key[column] = new }
      least = min(least, view.key[column])
    }
    return least
  }

  private func relaxBack(_ column: Int, _ distance: Double) -> Double {
    let shift = distance - view.columnDual[column]
    let least = AssignmentKernels.relax(
      view.transposed + column * view.rows, open: view.backOpen, key: view.backKey, shift: shift,
      count: view.rows)
    view.backKey[pool] = min(view.backKey[pool], shift - view.backOpen[pool])
    return min(least, view.backKey[pool])
  }

  private mutating func note(_ total: Double, row: Int, column: Int) {
    if total < length { (length, meetingRow, meetingColumn) = (total, row, column) }
  }

  private mutating func noteTarget() { note(view.key[target], row: -1, column: target) }

  private mutating func noteSource() { note(view.backKey[source], row: source, column: -1) }

  private mutating func settle() {
    let column = AssignmentKernels.firstIndex(of: top, in: view.key, from: 0, count: view.columns)
    let (row, reached) = (owner(column), top)
    view.settled[settledCount] = column
    settledCount += 1
    view.distance[column] = reached
    view.key[column] = .infinity
    view.open[column] = -.infinity
    note(reached + min(view.backKey[row], view.backDistance[row]), row: row, column: column)
    if row != pool {
      top = relax(row, reached)
    } else if source != pool && poolEntry < 0 {
      poolEntry = column
      top = relaxPool(reached)
    } else {
      top = view.columns == 0 ? .infinity : leastKey()
    }
    noteTarget()
  }

  private func leastKey() -> Double {
    var least = Double.infinity
    for column in 0..<view.columns { least = min(least, view.key[column]) }
    return least
  }

  private mutating func settleBack() {
    let row = AssignmentKernels.firstIndex(of: backTop, in: view.backKey, from: 0, count: view.rows + 1)
    if row == pool && poolCount > Self.poolLimit {
      isBackHeld = true
      return
    }
    let reached = backTop
    view.backSettled[backCount] = row
    backCount += 1
    view.backDistance[row] = reached
    view.backKey[row] = .infinity
    view.backOpen[row] = -.infinity
    if row == pool {
      backTop = relaxBack(target, 0)
      for column in 0..<view.columns where view.rowOfColumn[column] < 0 && column != target {
        note(min(view.key[column], view.distance[column]) + reached, row: row, column: column)
        backTop = relaxBack(column, reached)
      }
    } else {
      let column = view.columnOfRow[row]
      if column >= 0 {
        note(min(view.key[column], view.distance[column]) + reached, row: row, column: column)
      }
      backTop = relaxBack(column >= 0 ? column : target, column >= 0 ? reached : 0)
    }
    noteSource()
  }
}
