/// Assignment by auction: rows bid for the column that suits them best, and prices rise.
///
/// Forward auction with epsilon scaling, one row's bid at a time (Bertsekas, "The auction algorithm: a distributed
/// relaxation method", 1988; scaling as in his "Linear Network Optimization", 1991). The matching of all lines of the
/// short side costs at most `gap = shortSide * epsilon` more than the least; with whole-number costs and
/// `gap < 1` it is exact, which is what the default sees to. `O(s l ln(s C / epsilon))` bids' worth of scans as a rule
/// for a spread of costs C, and far more where many rows want few columns. A matrix that is not square has one phase,
/// without scaling: then columns that nobody wanted have never been bid for, which the bound needs.
public struct AuctionAssignment: Sendable {
  /// What the cost may be above the least.
  public let gap: Double
  /// How many bids were made.
  public private(set) var bids = 0
  public let rows: Int
  public let columns: Int
  /// The sum of the matched costs, from the first row to the last.
  public private(set) var cost = 0.0

  private var partner: [Int]

  /// By how much epsilon shrinks from phase to phase.
  private static let scale = 5.0

  /// Matches a matrix given row by row; infinite costs forbid pairs. `epsilon` above zero is the least rise of a price;
  /// nil makes it fit for whole-number costs. Throws as `LinearAssignment` does.
  public init(
    rows: Int, columns: Int, costs: [Double], epsilon: Double? = nil
  ) throws(AssignmentError) {
    precondition(rows >= 0 && columns >= 0, "a shape is not negative")
    precondition(epsilon.map { $0 > 0 && $0 < .infinity } ?? true, "epsilon is above zero and finite")
    guard costs.count == rows * columns else {
      throw .wrongCount(found: costs.count, expected: rows * columns)
    }
    if let bad = LinearAssignment.firstBad(costs) {
      throw .notACost(row: bad / columns, column: bad % columns, found: costs[bad])
    }
    (self.rows, self.columns) = (rows, columns)
    let isTall = rows > columns
    let (short, long) = (min(rows, columns), max(rows, columns))
    let epsilon = epsilon ?? 1 / Double(short + 1)
    gap = Double(short) * epsilon
    let matrix = isTall ? LinearAssignment.transpose(costs, rows: rows, columns: columns) : costs
    if let line = BipartiteMatching.unmatchedRow(
      rows: short, columns: long, isAllowed: { matrix[$0] < .infinity })
    {
      throw .infeasible(isTall ? .column(line) : .row(line))
    }
    var market = AuctionMarket(rows: short, columns: long, costs: matrix)
    market.run(finalEpsilon: epsilon, scale: rows == columns ? Self.scale : nil)
    partner = isTall ? market.rowOfColumn : market.columnOfRow
    bids = market.bids
    for row in partner.indices where partner[row] >= 0 { cost += costs[row * columns + partner[row]] }
  }

  /// The column that a row got, if any.
  public func column(ofRow row: Int) -> Int? { partner[row] < 0 ? nil : partner[row] }
}
