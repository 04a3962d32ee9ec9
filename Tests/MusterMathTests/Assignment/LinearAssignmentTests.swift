import MusterMath
import Testing

@Suite struct LinearAssignmentTests {
  /// Square, wide and tall matrices of fractions; forbidden and mostly forbidden pairs, ties, negative and large costs.
  @Test(arguments: AssignmentGolden.costs.indices)
  func costsWhatScipyFinds(seed: Int) throws {
    let matrix = Instance.assignment(seed)
    guard let golden = AssignmentGolden.costs[seed] else {
      #expect(throws: AssignmentError.self) { try solve(matrix) }
      return
    }
    let found = try solve(matrix)
    #expect(found.cost == golden)
    expectMatching(found, matrix)
  }

  /// Every permutation is tried.
  @Test(arguments: 0..<60)
  func noPermutationIsCheaper(seed: Int) throws {
    var draws = Instance.Draws(state: UInt64(seed))
    let (rows, columns) = (1 + draws.below(6), 1 + draws.below(6))
    let costs = (0..<rows * columns).map { _ in
      draws.below(5) == 0 ? Double.infinity : Double(draws.below(9)) - 3
    }
    let best = exhaustive(rows: rows, columns: columns, costs)
    let found = try? LinearAssignment(rows: rows, columns: columns, costs: costs)
    #expect(found?.cost ?? .infinity == best)
  }

  /// A line after the other gets other costs, goes and comes back; the duals prove the cost each time.
  @Test(arguments: 0..<24)
  func changesCostAsMuchAsSolvingAnew(seed: Int) throws {
    var matrix = Instance.assignment(8 * (seed / 4) + [3, 5, 6, 1][seed % 4])
    var draws = Instance.Draws(state: UInt64(1000 + seed))
    var changing = LinearAssignment(rows: matrix.rows, columns: matrix.columns)
    var isThere = Array(repeating: true, count: matrix.rows + matrix.columns)
    var solved = 0
    try? changing.solve(matrix.costs)
    for _ in 0..<60 {
      let line = draws.below(UInt64(isThere.count))
      let isRow = line < matrix.rows
      let count = isRow ? matrix.columns : matrix.rows
      isThere[line] = draws.below(4) > 0
      let costs = (0..<count).map { _ in
        draws.below(6) == 0 ? Double.infinity : Double(draws.below(seed % 2 == 0 ? 1000 : 4)) - 2
      }
      for at in 0..<count where isThere[line] {
        matrix.costs[isRow ? line * matrix.columns + at : at * matrix.columns + line - matrix.rows] =
          costs[at]
      }
      let isFine = (try? change(&changing, line, isRow: isRow, isThere[line] ? costs : nil, matrix)) != nil
      let anew = reference(matrix, isThere)
      #expect(isFine == (anew != nil))
      guard isFine else { continue }
      solved += 1
      #expect(changing.cost == anew)
      expectMatching(changing, matrix)
    }
    #expect(solved > 5)
  }

  @Test func saysWhatIsWrong() {
    #expect(throws: AssignmentError.wrongCount(found: 3, expected: 4)) {
      try LinearAssignment(rows: 2, columns: 2, costs: [1, 2, 3])
    }
    #expect {
      try LinearAssignment(rows: 2, columns: 2, costs: [1, 2, 3, .nan])
    } throws: { error in
      "\(error)".hasPrefix("cost of row 1 and column 1: found nan")
    }
    #expect(throws: AssignmentError.notACost(row: 0, column: 1, found: -.infinity)) {
      try LinearAssignment(rows: 2, columns: 2, costs: [1, -.infinity, 3, 4])
    }
    #expect(throws: AssignmentError.notACost(row: 1, column: 0, found: 1e300)) {
      try LinearAssignment(rows: 2, columns: 2, costs: [1, .infinity, 1e300, 4])
    }
    // Rows 0 and 1 both want column 0; in the tall matrix column 1 has no row.
    #expect(throws: AssignmentError.infeasible(.row(1))) {
      try LinearAssignment(rows: 2, columns: 3, costs: [1, .infinity, .infinity, 2, .infinity, .infinity])
    }
    #expect(throws: AssignmentError.infeasible(.column(1))) {
      try LinearAssignment(rows: 3, columns: 2, costs: [1, .infinity, 2, .infinity, 3, .infinity])
    }
    var solver = LinearAssignment(rows: 2, columns: 3)
    #expect(throws: AssignmentError.noSuchLine(.row(2))) { try solver.setRow(2, costs: [1, 2, 3]) }
    #expect(throws: AssignmentError.wrongCount(found: 3, expected: 2)) {
      try solver.setColumn(0, costs: [1, 2, 3])
    }
  }

  @Test func nothingIsMatchedAfterAnErrorAndTheNextChangeMayMendIt() throws {
    var solver = try LinearAssignment(rows: 2, columns: 2, costs: [1, 5, 2, 3])
    #expect(throws: AssignmentError.infeasible(.row(0))) {
      try solver.setRow(0, costs: [.infinity, .infinity])
    }
    #expect(solver.column(ofRow: 1) == nil)
    try solver.setRow(0, costs: [7, 1])
    #expect((solver.column(ofRow: 0), solver.column(ofRow: 1)) == (1, 0))
    #expect(solver.cost == 3)
  }

  @Test func emptyShapesCostNothing() throws {
    for (rows, columns) in [(0, 0), (0, 3), (3, 0)] {
      #expect(try LinearAssignment(rows: rows, columns: columns, costs: []).cost == 0)
    }
  }

  @discardableResult
  private func solve(_ matrix: Instance.Matrix) throws -> LinearAssignment {
    try LinearAssignment(rows: matrix.rows, columns: matrix.columns, costs: matrix.costs)
  }

  /// Each line once, no forbidden pair, and duals that are feasible and tight (exact for whole numbers).
  private func expectMatching(_ found: LinearAssignment, _ matrix: Instance.Matrix) {
    let isWhole = matrix.costs.allSatisfy { $0 == .infinity || $0 == $0.rounded() }
    let slack = isWhole ? 0 : 1e-12
    for row in 0..<matrix.rows {
      guard let column = found.column(ofRow: row) else { continue }
      #expect(found.row(ofColumn: column) == row)
      let cost = matrix.costs[row * matrix.columns + column]
      #expect(cost < .infinity)
      #expect((cost - found.dual(ofRow: row) - found.dual(ofColumn: column)).magnitude <= slack)
      for other in 0..<matrix.columns where found.row(ofColumn: other) != nil || matrix.rows <= matrix.columns
      {
        let reduced =
          matrix.costs[row * matrix.columns + other] - found.dual(ofRow: row) - found.dual(ofColumn: other)
        #expect(reduced >= -slack || found[row, other] == .infinity)
      }
    }
  }

  private func change(
    _ solver: inout LinearAssignment, _ line: Int, isRow: Bool, _ costs: [Double]?, _ matrix: Instance.Matrix
  ) throws {
    switch (isRow, costs) {
    case (true, let costs?): try solver.setRow(line, costs: costs)
    case (true, nil): try solver.removeRow(line)
    case (false, let costs?): try solver.setColumn(line - matrix.rows, costs: costs)
    case (false, nil): try solver.removeColumn(line - matrix.rows)
    }
  }

  /// The cost when solved from nothing: lines of the short side that are gone are left out, those of the long side
  /// are forbidden.
  private func reference(_ matrix: Instance.Matrix, _ isThere: [Bool]) -> Double? {
    let isTall = matrix.rows > matrix.columns
    let rows = (0..<matrix.rows).filter { isTall || isThere[$0] }
    let columns = (0..<matrix.columns).filter { !isTall || isThere[matrix.rows + $0] }
    let costs = rows.flatMap { row in
      columns.map { column in
        isThere[row] && isThere[matrix.rows + column]
          ? matrix.costs[row * matrix.columns + column] : .infinity
      }
    }
    return try? LinearAssignment(rows: rows.count, columns: columns.count, costs: costs).cost
  }

  private func exhaustive(rows: Int, columns: Int, _ costs: [Double]) -> Double {
    var isTaken = Array(repeating: false, count: columns)
    func best(_ row: Int, _ left: Int) -> Double {
      if left == 0 { return 0 }
      if rows - row < left { return .infinity }
      var least = rows - row > left ? best(row + 1, left) : .infinity
      for column in 0..<columns where !isTaken[column] {
        isTaken[column] = true
        least = min(least, costs[row * columns + column] + best(row + 1, left - 1))
        isTaken[column] = false
      }
      return least
    }
    return best(0, min(rows, columns))
  }
}
