/// Changes of single lines after a solution, from the duals of the last one.
///
/// Each is `O(rows * columns)` at worst and one short search as a rule; the first keeps a transposed copy of the
/// matrix from then on. Where a change makes the assignment infeasible, the error says which line has no partner left,
/// the change stays made, nothing is matched, and the next change solves from nothing.
extension LinearAssignment {
  /// Gives a row these costs, one for each column; a removed row is back with them.
  public mutating func setRow(_ row: Int, costs: [Double]) throws(AssignmentError) {
    try check(.row(row), costs)
    if isTall { try setLong(row, costs) } else { try setShort(row, costs) }
  }

  /// Gives a column these costs, one for each row; a removed column is back with them.
  public mutating func setColumn(_ column: Int, costs: [Double]) throws(AssignmentError) {
    try check(.column(column), costs)
    if isTall { try setShort(column, costs) } else { try setLong(column, costs) }
  }

  /// Takes a row out: it is matched with nothing until it is set again, whatever columns are set meanwhile.
  public mutating func removeRow(_ row: Int) throws(AssignmentError) {
    guard (0..<rows).contains(row) else { throw .noSuchLine(.row(row)) }
    try remove(row, isShort: !isTall)
  }

  /// Takes a column out: it is matched with nothing until it is set again, whatever rows are set meanwhile.
  public mutating func removeColumn(_ column: Int) throws(AssignmentError) {
    guard (0..<columns).contains(column) else { throw .noSuchLine(.column(column)) }
    try remove(column, isShort: isTall)
  }

  private func check(_ line: AssignmentError.Line, _ costs: [Double]) throws(AssignmentError) {
    let (index, count, expected) =
      switch line {
      case .row(let row): (row, rows, columns)
      case .column(let column): (column, columns, rows)
      }
    guard (0..<count).contains(index) else { throw .noSuchLine(line) }
    guard costs.count == expected else { throw .wrongCount(found: costs.count, expected: expected) }
    guard let bad = Self.firstBad(costs) else { return }
    switch line {
    case .row(let row): throw .notACost(row: row, column: bad, found: costs[bad])
    case .column(let column): throw .notACost(row: bad, column: column, found: costs[bad])
    }
  }

  private mutating func setShort(_ line: Int, _ values: [Double]) throws(AssignmentError) {
    let (short, long) = (short, long)
    let wasPresent = isPresent[line]
    prepare()
    var values = values
    for at in 0..<long where !isOffered[at] { values[at] = .infinity }
    Self.copy(values, to: &costs, from: line * long, step: 1)
    Self.copy(values, to: &transposed, from: line, step: short)
    isPresent[line] = true
    guard isSolved else { return try solveAll() }
    let isPresent = isPresent
    let isMatched = withView { view in
      let least = AssignmentKernels.least(view.row(line), view.columnDual, count: long)
      view.rowDual[line] = least < .infinity ? least : 0
      guard wasPresent else { return view.augment(line) }
      let column = view.columnOfRow[line]
      view.columnOfRow[line] = -1
      view.rowOfColumn[column] = -1
      var repair = AssignmentRepair(view, from: line, to: column, isPresent: isPresent)
      return repair.run()
    }
    try finish(isMatched ? nil : line)
  }

  private mutating func setLong(_ line: Int, _ values: [Double]) throws(AssignmentError) {
    let (short, long) = (short, long)
    prepare()
    isOffered[line] = true
    Self.copy(values, to: &costs, from: line, step: long)
    Self.copy(values, to: &transposed, from: line * short, step: 1)
    guard isSolved else { return try solveAll() }
    let isPresent = isPresent
    let failed = withView { view -> Int? in
      var (price, poolPrice, isPoolEmpty) = (Double.infinity, -Double.infinity, true)
      for at in 0..<short where isPresent[at] {
        price = min(price, values[at] - view.rowDual[at])
      }
      for column in 0..<long where column != line {
        poolPrice = max(poolPrice, view.columnDual[column])
        if view.rowOfColumn[column] < 0 { isPoolEmpty = false }
      }
      let row = view.rowOfColumn[line]
      // The pool takes any column at its own price.
      if !isPoolEmpty { price = min(price, poolPrice) }
      view.columnDual[line] = price < .infinity ? price : 0
      if row < 0 && (isPoolEmpty || price == poolPrice) && price >= poolPrice { return nil }
      if row >= 0 {
        view.columnOfRow[row] = -1
        view.rowOfColumn[line] = -1
      }
      var repair = AssignmentRepair(view, from: row < 0 ? short : row, to: line, isPresent: isPresent)
      return repair.run() ? nil : row
    }
    try finish(failed)
  }

  private mutating func remove(_ line: Int, isShort: Bool) throws(AssignmentError) {
    guard isShort else {
      defer { isOffered[line] = false }
      return try setLong(line, Array(repeating: .infinity, count: short))
    }
    guard isPresent[line] || !isSolved else { return }
    prepare()
    isPresent[line] = false
    guard isSolved else { return try solveAll() }
    let isPresent = isPresent
    let short = short
    let isMatched = withView { view in
      let column = view.columnOfRow[line]
      view.columnOfRow[line] = -1
      view.rowOfColumn[column] = -1
      var repair = AssignmentRepair(view, from: short, to: column, isPresent: isPresent)
      return repair.run()
    }
    try finish(isMatched ? nil : line)
  }

  private mutating func prepare() {
    if transposed.isEmpty { transposed = Self.transpose(costs, rows: short, columns: long) }
  }

  private static func copy(_ values: [Double], to matrix: inout [Double], from start: Int, step: Int) {
    matrix.withUnsafeMutableBufferPointer { matrix in
      guard let base = matrix.baseAddress, !values.isEmpty else { return }
      precondition(start + (values.count - 1) * step < matrix.count, "a line lies within its matrix")
      var place = base + start
      for value in values {
        place.pointee = value
        place += step
      }
    }
  }
}
