/// Why there is no assignment.
public enum AssignmentError: Error, Equatable, Sendable, CustomStringConvertible {
  /// One line of a cost matrix.
  public enum Line: Equatable, Sendable, CustomStringConvertible {
    case row(Int)
    case column(Int)

    public var description: String {
      switch self {
      case .row(let row): "row \(row)"
      case .column(let column): "column \(column)"
      }
    }
  }

  /// Every allowed partner of this line, which has to be matched, is needed by lines with no other choice.
  case infeasible(Line)
  /// A cost that is not a number, is minus infinity, or is beyond 1e290 either way.
  case notACost(row: Int, column: Int, found: Double)
  /// As many costs as this were given where the shape wants another number.
  case wrongCount(found: Int, expected: Int)
  /// The matrix has no such line.
  case noSuchLine(Line)

  public var description: String {
    switch self {
    case .infeasible(let line):
      "\(line) cannot be matched: its allowed partners are all needed by others; allow it another partner"
    case .notACost(let row, let column, let found):
      "cost of row \(row) and column \(column): found \(found), expected a number up to 1e290 either way, or infinity to forbid the pair"
    case .wrongCount(let found, let expected): "found \(found) costs, expected \(expected)"
    case .noSuchLine(let line): "the matrix has no \(line)"
    }
  }
}
