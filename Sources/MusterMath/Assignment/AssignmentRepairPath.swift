/// The path that a repair has found, and taking it.
///
/// The searches keep distances only. A path is traced by which settled line explains the distance of the next one, to
/// the bit: the same sums in the same order. Only lines settled before may, so zero-length arcs cannot lead in a ring.
extension AssignmentRepair {
  /// Notes the origins from the meeting column back to the source. `O(settled)` a step.
  func traceForward() {
    var column = meetingColumn
    while column >= 0 {
      let row = originRow(of: column)
      view.origin[column] = row
      column = row == source ? -1 : former(of: row)
    }
  }

  private func originRow(of column: Int) -> Int {
    let reached = min(view.key[column], view.distance[column])
    if explains(reached, column, from: source, at: 0) { return source }
    for at in 0..<settledCount {
      let settled = view.settled[at]
      if settled == column { break }
      let row = owner(settled)
      if row == pool && settled != poolEntry { continue }
      if explains(reached, column, from: row, at: view.distance[settled]) { return row }
    }
    preconditionFailure("a reached column has an origin")
  }

  private func explains(_ reached: Double, _ column: Int, from row: Int, at distance: Double) -> Bool {
    let price = view.columnDual[column]
    if row == pool { return distance + poolPrice - price == reached }
    return view.row(row)[column] - price + (distance - view.rowDual[row]) == reached
  }

  /// Notes where the rows from the meeting row to the target go on. `O(settled)` a step.
  func traceBack() {
    var row = meetingRow
    while row >= 0 {
      let column = nextColumn(of: row)
      view.next[row] = column
      row = column == target ? -1 : owner(column)
    }
  }

  private func nextColumn(of row: Int) -> Int {
    let reached = min(view.backKey[row], view.backDistance[row])
    if explainsBack(reached, row, by: target, at: 0) { return target }
    for at in 0..<backCount {
      let settled = view.backSettled[at]
      if settled == row { break }
      let distance = view.backDistance[settled]
      if settled == pool {
        for column in 0..<view.columns where view.rowOfColumn[column] < 0 && column != target {
          if explainsBack(reached, row, by: column, at: distance) { return column }
        }
      } else {
        let column = view.columnOfRow[settled]
        if column >= 0 && explainsBack(reached, row, by: column, at: distance) { return column }
      }
    }
    preconditionFailure("a reached row leads on")
  }

  private func explainsBack(_ reached: Double, _ row: Int, by column: Int, at distance: Double) -> Bool {
    let shift = distance - view.columnDual[column]
    if row == pool { return shift + poolPrice == reached }
    return view.transposed[column * view.rows + row] - view.rowDual[row] + shift == reached
  }
}

/// What follows from the path.
extension AssignmentRepair {
  func moveDuals() {
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
  mutating func avoidLoop() {
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

  func takePath() {
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
