/// The cheapest few columns of each row while prices only fall, so that a row need not be read again as a whole.
///
/// A falling price makes a column dearer for everyone, so whatever was not on a row's list when it was made stays at
/// or above the least that was left out: while the two least of the list are not above that, they are the two least of
/// the row. `O(length)` a look, `O(columns + length^2)` to make a list.
struct AssignmentShortlist {
  static let length = 8
  /// Numbers and places that a row needs.
  static let stride = length + 1

  /// Of each row: the least reduced cost left out, then the costs of the listed columns.
  let costs: UnsafeMutablePointer<Double>
  /// Of each row: how many are listed, -1 for no list; then the columns.
  let columns: UnsafeMutablePointer<Int>

  /// Forgets every list.
  func clear(rows: Int) {
    for row in 0..<rows { columns[row * Self.stride] = -1 }
  }

  /// As `AssignmentKernels.leastTwo`, from the list of the row where that is enough.
  func leastTwo(
    _ row: Int, _ given: UnsafePointer<Double>, _ prices: UnsafeMutablePointer<Double>, count: Int
  ) -> (least: Double, at: Int, second: Double) {
    let base = row * Self.stride
    if columns[base] >= 0 {
      let found = look(base, prices)
      if found.second <= costs[base] { return found }
    }
    make(base, given, prices, count: count)
    return look(base, prices)
  }

  private func look(
    _ base: Int, _ prices: UnsafeMutablePointer<Double>
  ) -> (least: Double, at: Int, second: Double) {
    var (best, place, second) = (Double.infinity, -1, Double.infinity)
    var at = base + 1
    let end = at + columns[base]
    while at < end {
      let value = costs[at] - prices[columns[at]]
      if value < best {
        second = best
        (best, place) = (value, columns[at])
      } else if value < second {
        second = value
      }
      at += 1
    }
    return (best, place, second)
  }

  private func make(
    _ base: Int, _ given: UnsafePointer<Double>, _ prices: UnsafeMutablePointer<Double>, count: Int
  ) {
    // While the list is made it holds reduced costs, in order; the one that falls off the end is left out.
    columns[base] = 0
    costs[base] = .infinity
    var bound = Double.infinity
    var at = 0
    while at + 8 <= count {
      if AssignmentKernels.leastOfEight(given, prices, at) < bound {
        for index in at..<at + 8 { offer(base, index, given[index] - prices[index], &bound) }
      }
      at += 8
    }
    while at < count {
      offer(base, at, given[at] - prices[at], &bound)
      at += 1
    }
    for at in base + 1..<base + 1 + columns[base] { costs[at] = given[columns[at]] }
  }

  /// Puts a column on the list if its reduced cost is below the least left out.
  @inline(__always)
  private func offer(_ base: Int, _ column: Int, _ value: Double, _ bound: inout Double) {
    guard value < bound else { return }
    var at = base + columns[base]
    if columns[base] < Self.length {
      columns[base] += 1
      at += 1
    } else if value < costs[at] {
      bound = costs[at]
    } else {
      bound = value
      costs[base] = value
      return
    }
    while at > base + 1 && costs[at - 1] > value {
      costs[at] = costs[at - 1]
      columns[at] = columns[at - 1]
      at -= 1
    }
    costs[at] = value
    columns[at] = column
    if bound < .infinity { costs[base] = bound }
  }
}
