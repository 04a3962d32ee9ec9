/// The columns of a `LinearAssignment` as pointers, for the time of one call.
///
/// Here the short side are the rows (`rows <= columns`), each of which is matched; the caller turns tall matrices
/// round. The columns that are not matched belong to the *pool*, an imaginary row of cost zero for every column: it is
/// row number `rows`, and its dual is minus `poolPrice`. With it there are always as many rows as columns, so any
/// change of a line is one augmenting path: the invariant is
/// `costs[i][j] >= rowDual[i] + columnDual[j]`, equal where i and j are matched, the pool included.
struct AssignmentView {
  var rows: Int
  var columns: Int
  var costs: UnsafePointer<Double>
  /// The matrix column by column; only what repairs needs it.
  var transposed: UnsafePointer<Double>
  var rowDual: UnsafeMutablePointer<Double>
  var columnDual: UnsafeMutablePointer<Double>
  /// Of each column: the distance found so far, infinite once it is settled; its dual while it is not settled and
  /// minus infinity afterwards; the distance that it was settled with.
  var key: UnsafeMutablePointer<Double>
  var open: UnsafeMutablePointer<Double>
  var distance: UnsafeMutablePointer<Double>
  /// The same of each row and the pool, for the search from the far end.
  var backKey: UnsafeMutablePointer<Double>
  var backOpen: UnsafeMutablePointer<Double>
  var backDistance: UnsafeMutablePointer<Double>
  /// -1 where none.
  var columnOfRow: UnsafeMutablePointer<Int>
  /// -1 where the pool has it.
  var rowOfColumn: UnsafeMutablePointer<Int>
  /// The row from which the search came to a column, and the column to which it goes on from a row.
  var origin: UnsafeMutablePointer<Int>
  var next: UnsafeMutablePointer<Int>
  /// The settled columns, and rows, in order.
  var settled: UnsafeMutablePointer<Int>
  var backSettled: UnsafeMutablePointer<Int>

  /// What the row reductions remember.
  var shortlist: AssignmentShortlist

  static func numbers(rows: Int, columns: Int) -> Int {
    rows + 4 * columns + 3 * (rows + 1) + rows * AssignmentShortlist.stride
  }

  static func places(rows: Int, columns: Int) -> Int {
    rows + 3 * columns + 2 * (rows + 1) + rows * AssignmentShortlist.stride
  }

  init(
    rows: Int, columns: Int, costs: UnsafePointer<Double>, transposed: UnsafePointer<Double>,
    numbers: UnsafeMutablePointer<Double>, places: UnsafeMutablePointer<Int>
  ) {
    (self.rows, self.columns, self.costs, self.transposed) = (rows, columns, costs, transposed)
    rowDual = numbers
    columnDual = rowDual + rows
    key = columnDual + columns
    open = key + columns
    distance = open + columns
    backKey = distance + columns
    backOpen = backKey + rows + 1
    backDistance = backOpen + rows + 1
    columnOfRow = places
    rowOfColumn = columnOfRow + rows
    origin = rowOfColumn + columns
    settled = origin + columns
    next = settled + columns
    backSettled = next + rows + 1
    shortlist = AssignmentShortlist(costs: backDistance + rows + 1, columns: backSettled + rows + 1)
  }

  @inline(__always)
  func row(_ row: Int) -> UnsafePointer<Double> { costs + row * columns }

  @inline(__always)
  func match(_ row: Int, _ column: Int) {
    columnOfRow[row] = column
    rowOfColumn[column] = row
  }
}
