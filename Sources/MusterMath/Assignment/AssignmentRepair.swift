/// One shortest path after a change of one line: from the row (or the pool) that lacks a column to the column that
/// lacks a row.
///
/// Dijkstra's method from both ends in turn, which settles about the square root of what one end would have to on
/// matrices without structure. With Lf and Lb the parts of the length that each end has covered, the potentials
/// min(d_forward, Lf) - min(d_backward, Lb) keep every reduced cost at or above zero (Ikeda et al., 1994).
/// `O(rows * columns)` at worst.
struct AssignmentRepair {
  private let view: AssignmentView
  private let source: Int
  private let target: Int
  private let pool: Int
  private var poolPrice = -Double.infinity
  /// The pool's columns, without the target.
  private var poolCount = 0
  /// The column by which the search came to the pool; -1 while it has not.
  private var poolEntry = -1
  /// Too many columns lead on from the pool: the far end waits there.
  private var isBackHeld = false
  private var settledCount = 0
  private var backCount = 0
  private var top = Double.infinity
  private var backTop = Double.infinity
  /// The shortest whole path so far, and the row where its halves meet, with the column by which it was reached.
  private var length = Double.infinity
  private var meetingRow = -1
  private var meetingColumn = -1

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
    moveDuals()
    avoidLoop()
    takePath()
    return true
  }

  private func owner(_ column: Int) -> Int { view.rowOfColumn[column] < 0 ? pool : view.rowOfColumn[column] }

  private func relax(_ row: Int, _ distance: Double) -> Double {
    AssignmentKernels.relax(
      view.row(row), open: view.open, key: view.key, origins: view.origin,
      shift: distance - view.rowDual[row], origin: row, count: view.columns)
  }

  private func relaxPool(_ distance: Double) -> Double {
    var least = Double.infinity
    for column in 0..<view.columns {
      let new = distance + poolPrice - view.open[column]
      if new < view.key[column] {
        view.key[column] = new
        view.origin[column] = pool
      }
      least = min(least, view.key[column])
    }
    return least
  }

  private func relaxBack(_ column: Int, _ distance: Double) -> Double {
    let shift = distance - view.columnDual[column]
    let least = AssignmentKernels.relax(
      view.transposed + column * view.rows, open: view.backOpen, key: view.backKey, origins: view.next,
      shift: shift, origin: column, count: view.rows)
    let new = shift - view.backOpen[pool]
    if new < view.backKey[pool] {
      view.backKey[pool] = new
      view.next[pool] = column
    }
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

extension AssignmentRepair {
  private func moveDuals() {
    let forward = min(top, length)
    let backward = length - forward
    var poolStep = 0.0
    if source == pool { poolStep -= forward } else { view.rowDual[source] += forward }
    for at in 0..<settledCount {
      let column = view.settled[at]
      let step = view.distance[column] - forward
      guard step < 0 else { continue }
      if owner(column) == pool {
        if column == poolEntry { poolStep += step }
      } else {
        view.columnDual[column] += step
        view.rowDual[owner(column)] -= step
      }
    }
    view.columnDual[target] += backward
    for at in 0..<backCount {
      let row = view.backSettled[at]
      let step = backward - view.backDistance[row]
      guard step > 0, row != source else { continue }
      if row == pool {
        poolStep += step
      } else {
        view.rowDual[row] -= step
        view.columnDual[view.columnOfRow[row]] += step
      }
    }
    guard poolStep != 0 else { return }
    for column in 0..<view.columns where view.rowOfColumn[column] < 0 && column != target {
      view.columnDual[column] += poolStep
    }
  }

  /// Where arcs of length zero let the halves share rows, lets them meet at the last such row.
  private mutating func avoidLoop() {
    guard meetingRow >= 0, meetingColumn >= 0 else { return }
    // The search is over: its keys now mark the rows of the first half.
    view.backKey.update(repeating: 0, count: view.rows + 1)
    view.backKey[source] = 1
    var column = meetingColumn
    while view.origin[column] != source {
      column = former(of: view.origin[column])
      view.backKey[owner(column)] = 1
    }
    var row = meetingRow
    while view.next[row] != target {
      row = owner(view.next[row])
      guard view.backKey[row] == 1 else { continue }
      meetingRow = row
      meetingColumn = row == source ? -1 : former(of: row)
    }
  }

  private func former(of row: Int) -> Int { row == pool ? poolEntry : view.columnOfRow[row] }

  private func takePath() {
    if meetingRow >= 0 {
      var row = meetingRow
      while true {
        let column = view.next[row]
        let nextRow = owner(column)
        // The first half still has to see which column the row gave up.
        if row != meetingRow { give(column, to: row) }
        if column == target { break }
        row = nextRow
      }
    }
    let last = meetingRow >= 0 ? view.next[meetingRow] : -1
    var column = meetingColumn
    while column >= 0 {
      let row = view.origin[column]
      let former = row == source ? -1 : former(of: row)
      give(column, to: row)
      column = former
    }
    if meetingRow >= 0 { give(last, to: meetingRow) }
  }

  private func give(_ column: Int, to row: Int) {
    view.rowOfColumn[column] = row == pool ? -1 : row
    if row != pool { view.columnOfRow[row] = column }
  }
}
