/// The cheap first phases of Jonker and Volgenant (1987): they match most rows and leave good duals.
///
/// `O(rows * columns)` for each sweep; the row reductions are at most two sweeps of
/// `(chainLimit + 1) * rows` steps.
extension AssignmentView {
  /// How often a sweep of row reductions may go on with the row that lost its column, for each row: beyond it a
  /// shortest path is cheaper than another price cut (measured on uniform costs of 1,000 x 1,000).
  private static let chainLimit = 16

  /// Starts over. The rows left without a column are put into `settled`; the result is how many.
  func start() -> Int {
    rowDual.update(repeating: 0, count: rows)
    columnDual.update(repeating: 0, count: columns)
    columnOfRow.update(repeating: -1, count: rows)
    rowOfColumn.update(repeating: -1, count: columns)
    // A column that ends up in the pool must have the highest price of all, so prices may only be lifted above
    // zero where every column will be matched.
    if rows == columns { reduceColumns() }
    var count = 0
    for row in 0..<rows where columnOfRow[row] < 0 {
      settled[count] = row
      count += 1
    }
    shortlist.clear(rows: rows)
    for _ in 0..<2 where count > 0 { count = reduceRows(count) }
    for row in 0..<rows {
      let column = columnOfRow[row]
      if column >= 0 { rowDual[row] = self.row(row)[column] - columnDual[column] }
    }
    return count
  }

  /// Starts over with some of the rows, which leaves columns to the pool: prices begin at zero.
  func start(_ isPresent: [Bool]) -> Int {
    rowDual.update(repeating: 0, count: rows)
    columnDual.update(repeating: 0, count: columns)
    columnOfRow.update(repeating: -1, count: rows)
    rowOfColumn.update(repeating: -1, count: columns)
    var count = 0
    for row in 0..<rows where isPresent[row] {
      settled[count] = row
      count += 1
    }
    return count
  }

  /// Every column's price is its least cost; it goes to that row if the row is still free.
  private func reduceColumns() {
    key.update(repeating: .infinity, count: columns)
    open.update(repeating: 0, count: columns)
    for row in 0..<rows {
      _ = AssignmentKernels.relax(
        self.row(row), open: open, key: key, origins: origin, shift: 0, origin: row, count: columns)
    }
    // How many columns are cheapest in each row; a row with one of them is sure of it.
    next.update(repeating: 0, count: rows)
    for column in stride(from: columns - 1, through: 0, by: -1) where key[column] < .infinity {
      columnDual[column] = key[column]
      let row = origin[column]
      next[row] += 1
      if columnOfRow[row] < 0 { match(row, column) }
    }
    for row in 0..<rows where next[row] == 1 { transferReduction(row) }
  }

  /// Lowers the price of a row's column by what its second choice is worse, which helps the other rows' searches.
  private func transferReduction(_ row: Int) {
    let column = columnOfRow[row]
    let price = columnDual[column]
    columnDual[column] = -.infinity
    let second = AssignmentKernels.least(self.row(row), columnDual, count: columns)
    columnDual[column] = price
    if second < .infinity {
      columnDual[column] = price - Swift.max(second - (self.row(row)[column] - price), 0)
    }
  }

  /// Augmenting row reduction over the first `count` rows in `settled`: each free row takes its cheapest column and
  /// lowers the price by the distance to its second choice; the row that had the column is free then.
  private func reduceRows(_ count: Int) -> Int {
    var (at, left, tries) = (0, 0, 0)
    while at < count {
      tries += 1
      let row = settled[at]
      at += 1
      let costs = self.row(row)
      let (least, first, second) = shortlist.leastTwo(
        row, costs, columnDual, count: columns)
      guard second < .infinity else {
        // No price says how much its only column is worth to it: that is left to the searches.
        settled[left] = row
        left += 1
        continue
      }
      var column = first
      let price = columnDual[column] - (second - least)
      let isLower = price < columnDual[column]
      let mayGoOn = tries < Self.chainLimit * rows
      if isLower {
        if mayGoOn { columnDual[column] = price }
      } else if rowOfColumn[column] >= 0 {
        column = freeChoice(costs, of: least, besides: column)
      }
      let former = rowOfColumn[column]
      if former >= 0 {
        columnOfRow[former] = -1
        if isLower && mayGoOn {
          at -= 1
          settled[at] = former
        } else {
          settled[left] = former
          left += 1
        }
      }
      match(row, column)
    }
    return left
  }

  /// Another column of the same least reduced cost, a free one if there is any.
  private func freeChoice(_ costs: UnsafePointer<Double>, of least: Double, besides column: Int) -> Int {
    var other = column
    for candidate in 0..<columns
    where candidate != column && costs[candidate] - columnDual[candidate] == least {
      if rowOfColumn[candidate] < 0 { return candidate }
      if other == column { other = candidate }
    }
    return other
  }
}
