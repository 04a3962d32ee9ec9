import MusterMath

/// An assignment that is solved again and again for lines that mostly stay: what changed is solved from the duals of
/// the last time, and all of it from nothing where more than a quarter of the rows would have to be.
///
/// Lines have keys, by which they are known again. Each row has a column of its own, in which it waits. Which of several
/// equal solutions is found may depend on what was solved before; costs with one solution leave no choice. O(rows *
/// columns) for the comparison, then that for each line that changed.
struct WarmAssignment: Sendable {
  /// How many lines of the last call were solved again; nil for all of them.
  private(set) var changes: Int?

  private var solver = LinearAssignment(rows: 0, columns: 0)
  private var isSolved = false
  /// The key of each line of the matrix; nil for a spare one.
  private var rowKeys: [UInt64?] = []
  private var columnKeys: [UInt64?] = []

  /// Solves for rows and columns with these keys, all different.
  /// - Parameters:
  ///   - costs: by place of row and column in the lists; infinite for forbidden pairs.
  ///   - waits: what each row costs that gets no column; infinite where it must.
  /// - Returns: for each row the place of its column, or -1.
  /// - Throws: where a row that must have a column has none; the next call begins from nothing.
  mutating func solve(
    rows: [UInt64], columns: [UInt64], costs: (_ row: Int, _ column: Int) -> Double, waits: [Double]
  ) throws(AssignmentError) -> [Int] {
    if isSolved, WarmAssignment.isAlike(rows.count, rowKeys.count),
      WarmAssignment.isAlike(columns.count, columnKeys.count)
    {
      let lines = (
        WarmAssignment.align(rows, with: &rowKeys), WarmAssignment.align(columns, with: &columnKeys)
      )
      let matrix = fill(lines, costs, waits)
      if let changed = changed(in: matrix, from: rows.count) {
        try change(changed, to: matrix)
        return places(lines)
      }
    }
    (rowKeys, columnKeys) = (rows, columns)
    let lines = (Array(rows.indices), Array(columns.indices))
    try start(fill(lines, costs, waits))
    return places(lines)
  }

  /// Whether so many lines can be laid over so many without much to spare.
  private static func isAlike(_ count: Int, _ lines: Int) -> Bool { count <= lines && 4 * count >= 3 * lines }

  private func places(_ lines: (rows: [Int], columns: [Int])) -> [Int] {
    var placeOfLine = Array(repeating: -1, count: columnKeys.count)
    for (place, line) in lines.columns.enumerated() { placeOfLine[line] = place }
    return lines.rows.map { line in
      guard let column = solver.column(ofRow: line), column < placeOfLine.count else { return -1 }
      return placeOfLine[column]
    }
  }

  /// The matrix: the columns, then one for each row to wait in. A spare row waits for nothing.
  private func fill(
    _ lines: (rows: [Int], columns: [Int]), _ costs: (Int, Int) -> Double, _ waits: [Double]
  ) -> [Double] {
    let width = columnKeys.count + rowKeys.count
    var matrix = Array(repeating: Double.infinity, count: rowKeys.count * width)
    for row in rowKeys.indices { matrix[row * width + columnKeys.count + row] = 0 }
    for (row, line) in lines.rows.enumerated() {
      for (column, at) in lines.columns.enumerated() { matrix[line * width + at] = costs(row, column) }
      matrix[line * width + columnKeys.count + line] = waits[row]
    }
    return matrix
  }

  private mutating func start(_ matrix: [Double]) throws(AssignmentError) {
    changes = nil
    isSolved = false
    let width = columnKeys.count + rowKeys.count
    if solver.rows == rowKeys.count && solver.columns == width {
      try solver.solve(matrix)
    } else {
      solver = try LinearAssignment(rows: rowKeys.count, columns: width, costs: matrix)
    }
    isSolved = true
  }

  /// The rows and columns in which the matrix differs from what was solved; nil where they are more than a quarter of
  /// `count`.
  private func changed(in matrix: [Double], from count: Int) -> (rows: [Int], columns: [Int])? {
    let width = columnKeys.count + rowKeys.count
    var rows: [Int] = []
    var isColumnChanged = Array(repeating: false, count: width)
    for row in rowKeys.indices {
      let differing = (0..<width).filter { solver[row, $0] != matrix[row * width + $0] }
      // A few costs of a row belong to columns that changed.
      if differing.count > 4 {
        rows.append(row)
        if rows.count * 4 > count { return nil }
      } else {
        for column in differing { isColumnChanged[column] = true }
      }
    }
    let columns = (0..<width).filter { isColumnChanged[$0] }
    return (rows.count + columns.count) * 4 <= count ? (rows, columns) : nil
  }

  private mutating func change(
    _ lines: (rows: [Int], columns: [Int]), to matrix: [Double]
  ) throws(AssignmentError) {
    let (height, width) = (rowKeys.count, columnKeys.count + rowKeys.count)
    changes = lines.rows.count + lines.columns.count
    isSolved = false
    var failure: AssignmentError?
    // Halfway there may be no solution though there is one in the end.
    for row in lines.rows {
      do {
        try solver.setRow(row, costs: Array(matrix[(row * width)..<((row + 1) * width)]))
        failure = nil
      } catch { failure = error }
    }
    for column in lines.columns {
      do {
        try solver.setColumn(column, costs: (0..<height).map { matrix[$0 * width + column] })
        failure = nil
      } catch { failure = error }
    }
    if let failure { throw failure }
    isSolved = true
  }

  /// Where each key stands among the lines, of which there are as many or more: those known stay, new ones take the
  /// lines of those that went.
  private static func align(_ keys: [UInt64], with lines: inout [UInt64?]) -> [Int] {
    var lineOfKey: [UInt64: Int] = [:]
    for (line, key) in lines.enumerated() { if let key { lineOfKey[key] = line } }
    var places = keys.map { lineOfKey[$0] ?? -1 }
    var isTaken = Array(repeating: false, count: lines.count)
    for place in places where place >= 0 { isTaken[place] = true }
    var free = 0
    for index in keys.indices {
      if places[index] < 0 {
        while isTaken[free] { free += 1 }
        isTaken[free] = true
        places[index] = free
      }
      lines[places[index]] = keys[index]
    }
    for line in lines.indices where !isTaken[line] { lines[line] = nil }
    return places
  }
}
