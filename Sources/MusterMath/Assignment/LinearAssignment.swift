/// Exact linear assignment: which column each row gets, so that the costs add up to the least.
///
/// Of a matrix with as many columns as rows or more, every row is matched; of a tall one, every column. An infinite
/// cost forbids a pair. Whole-number costs are added and subtracted only, so as long as their sums stay below 2^53
/// the result is exact. Equal inputs give equal matchings on every host.
///
/// Column reduction, augmenting row reduction and shortest augmenting paths with duals (Jonker and Volgenant,
/// "A shortest augmenting path algorithm for dense and sparse linear assignment problems", Computing 38, 1987; the
/// rectangular case as Crouse, "On implementing 2D rectangular assignment algorithms", 2016). `O(s^2 l)` for a short
/// side s and a long side l, `O(s l)` memory. The duals are kept: a changed, added or removed line is one path more,
/// `O(s l)`, see `setRow` and its likes. Buffers are kept from call to call.
public struct LinearAssignment: Sendable {
  /// The shape.
  public let rows: Int
  public let columns: Int

  /// The matrix, short side first.
  var costs: [Double] = []
  /// Long side first; empty until a change needs it.
  var transposed: [Double] = []
  var numbers: [Double]
  var places: [Int]
  /// Of each line of the short side, whether it has to be matched.
  var isPresent: [Bool]
  /// Of each line of the long side, whether it may be matched.
  var isOffered: [Bool]
  /// False where the last call failed: the duals and the matching are made anew by the next.
  var isSolved = false

  /// An assignment of this shape, with nothing in it yet.
  public init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "a shape is not negative")
    (self.rows, self.columns) = (rows, columns)
    let (short, long) = (min(rows, columns), max(rows, columns))
    numbers = Array(repeating: 0, count: AssignmentView.numbers(rows: short, columns: long))
    places = Array(repeating: -1, count: AssignmentView.places(rows: short, columns: long))
    isPresent = Array(repeating: true, count: short)
    isOffered = Array(repeating: true, count: long)
  }

  /// Solves a matrix, given row by row.
  public init(rows: Int, columns: Int, costs: [Double]) throws(AssignmentError) {
    self.init(rows: rows, columns: columns)
    try solve(costs)
  }

  /// Solves another matrix of this shape from nothing, with every row and column in it.
  public mutating func solve(_ costs: [Double]) throws(AssignmentError) {
    isSolved = false
    guard costs.count == rows * columns else {
      throw .wrongCount(found: costs.count, expected: rows * columns)
    }
    if let at = Self.firstBad(costs) {
      throw .notACost(row: at / columns, column: at % columns, found: costs[at])
    }
    self.costs = isTall ? Self.transpose(costs, rows: rows, columns: columns) : costs
    transposed = []
    for line in isPresent.indices { isPresent[line] = true }
    for line in isOffered.indices { isOffered[line] = true }
    try solveAll()
  }

  /// The column that a row is matched with; nil where there are more rows than columns and it has none, or where it
  /// was removed.
  public func column(ofRow row: Int) -> Int? {
    let found = isTall ? places[short + row] : places[row]
    return found < 0 ? nil : found
  }

  /// The row that a column is matched with, if any.
  public func row(ofColumn column: Int) -> Int? {
    let found = isTall ? places[column] : places[short + column]
    return found < 0 ? nil : found
  }

  /// The sum of the matched costs, added up from the first row to the last.
  public var cost: Double {
    var sum = 0.0
    for row in 0..<rows {
      if let column = column(ofRow: row) { sum += self[row, column] }
    }
    return sum
  }

  /// One cost.
  public subscript(row: Int, column: Int) -> Double {
    isTall ? costs[column * rows + row] : costs[row * columns + column]
  }

  /// The dual of a row: with the column's it is at most the cost of the pair, and equal to it where they are matched.
  public func dual(ofRow row: Int) -> Double { isTall ? numbers[short + row] : numbers[row] }

  /// The dual of a column.
  public func dual(ofColumn column: Int) -> Double { isTall ? numbers[column] : numbers[short + column] }

  var isTall: Bool { rows > columns }
  var short: Int { min(rows, columns) }
  var long: Int { max(rows, columns) }

  /// A line of the short side as the caller counts.
  func line(short index: Int) -> AssignmentError.Line { isTall ? .column(index) : .row(index) }
}

extension LinearAssignment {
  /// Matches every line that is present, from nothing.
  mutating func solveAll() throws(AssignmentError) {
    isSolved = false
    let isPresent = isPresent
    let failed = withView { view -> Int? in
      let count = isPresent.contains(false) ? view.start(isPresent) : view.start()
      // The searches use the list of free rows for their own.
      view.backSettled.update(from: view.settled, count: count)
      for at in 0..<count {
        let row = view.backSettled[at]
        if !view.augment(row) { return row }
      }
      return nil
    }
    try finish(failed)
  }

  /// Takes up the end of a call: nothing is matched where the line `failed` cannot be.
  mutating func finish(_ failed: Int?) throws(AssignmentError) {
    isSolved = failed == nil
    guard let failed else { return }
    for at in 0..<short + long { places[at] = -1 }
    throw .infeasible(line(short: failed))
  }

  /// Runs `body` on the buffers.
  mutating func withView<Result>(_ body: (AssignmentView) -> Result) -> Result {
    let (short, long) = (short, long)
    return costs.withUnsafeBufferPointer { costs in
      transposed.withUnsafeBufferPointer { transposed in
        numbers.withUnsafeMutableBufferPointer { numbers in
          places.withUnsafeMutableBufferPointer { places in
            guard let none = UnsafePointer(numbers.baseAddress), let numbers = numbers.baseAddress,
              let places = places.baseAddress
            else { preconditionFailure("there is always room for the pool") }
            return body(
              AssignmentView(
                rows: short, columns: long, costs: costs.baseAddress ?? none,
                transposed: transposed.baseAddress ?? none, numbers: numbers, places: places))
          }
        }
      }
    }
  }

  /// Where the first value is that is no cost.
  static func firstBad(_ costs: [Double]) -> Int? {
    let areAllCosts = costs.withUnsafeBufferPointer { costs in
      costs.baseAddress.map { AssignmentKernels.areAllCosts($0, count: costs.count) } ?? true
    }
    return areAllCosts ? nil : costs.firstIndex { !AssignmentKernels.isCost($0) }
  }

  static func transpose(_ costs: [Double], rows: Int, columns: Int) -> [Double] {
    Array(unsafeUninitializedCapacity: costs.count) { result, count in
      // Tiles, so that both sides stay in the cache.
      for top in stride(from: 0, to: rows, by: 16) {
        for left in stride(from: 0, to: columns, by: 16) {
          for row in top..<min(top + 16, rows) {
            for column in left..<min(left + 16, columns) {
              result[column * rows + row] = costs[row * columns + column]
            }
          }
        }
      }
      count = costs.count
    }
  }
}
