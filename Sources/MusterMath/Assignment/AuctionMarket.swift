/// Prices and holders during an auction; the rows are the short side.
struct AuctionMarket {
  let rows: Int
  let columns: Int
  let costs: [Double]
  var prices: [Double]
  var columnOfRow: [Int]
  var rowOfColumn: [Int]
  var bids = 0

  init(rows: Int, columns: Int, costs: [Double]) {
    (self.rows, self.columns, self.costs) = (rows, columns, costs)
    // What `leastTwo` takes off, so minus the price.
    prices = Array(repeating: 0, count: columns)
    columnOfRow = Array(repeating: -1, count: rows)
    rowOfColumn = Array(repeating: -1, count: columns)
  }

  /// Phases from a coarse epsilon down to the final one, each from the prices of the last; one phase without a scale.
  mutating func run(finalEpsilon: Double, scale: Double?) {
    var (least, most) = (Double.infinity, -Double.infinity)
    for cost in costs where cost < .infinity { (least, most) = (min(least, cost), max(most, cost)) }
    let spread = most > least ? most - least : 0
    var epsilon = finalEpsilon
    if let scale {
      while epsilon * scale * 2 < spread { epsilon *= scale }
    }
    // What stands for the distance to a second choice where there is none: more than any price can rise by in a
    // feasible market.
    let alone = spread + epsilon
    while true {
      phase(epsilon, alone: alone)
      guard let scale, epsilon > finalEpsilon else { return }
      epsilon = max(epsilon / scale, finalEpsilon)
    }
  }

  private mutating func phase(_ epsilon: Double, alone: Double) {
    for row in 0..<rows { columnOfRow[row] = -1 }
    for column in 0..<columns { rowOfColumn[column] = -1 }
    var waiting = Array((0..<rows).reversed())
    costs.withUnsafeBufferPointer { costs in
      prices.withUnsafeMutableBufferPointer { prices in
        guard let costs = costs.baseAddress, let prices = prices.baseAddress else { return }
        while let row = waiting.popLast() {
          let (least, column, second) = AssignmentKernels.leastTwo(
            costs + row * columns, prices, count: columns)
          bids += 1
          prices[column] -= (second < .infinity ? second - least : alone) + epsilon
          let former = rowOfColumn[column]
          if former >= 0 {
            columnOfRow[former] = -1
            waiting.append(former)
          }
          rowOfColumn[column] = row
          columnOfRow[row] = column
        }
      }
    }
  }
}
