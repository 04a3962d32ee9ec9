/// Whether every row of a matrix can have an allowed column of its own.
enum BipartiteMatching {
  /// A row that cannot be matched beside those before it, or nil where all can. Augmenting paths, breadth first
  /// (Berge, 1957): `O(rows^2 columns)` at worst, `O(rows * columns)` where most pairs are allowed.
  static func unmatchedRow(rows: Int, columns: Int, isAllowed: (Int) -> Bool) -> Int? {
    var rowOfColumn = Array(repeating: -1, count: columns)
    var columnOfRow = Array(repeating: -1, count: rows)
    var origin = Array(repeating: -1, count: columns)
    var seenBy = Array(repeating: -1, count: columns)
    var queue: [Int] = []
    for source in 0..<rows {
      queue.removeAll(keepingCapacity: true)
      queue.append(source)
      var (at, end) = (0, -1)
      search: while at < queue.count {
        let row = queue[at]
        at += 1
        for column in 0..<columns where seenBy[column] != source && isAllowed(row * columns + column) {
          seenBy[column] = source
          origin[column] = row
          if rowOfColumn[column] < 0 {
            end = column
            break search
          }
          queue.append(rowOfColumn[column])
        }
      }
      guard end >= 0 else { return source }
      while end >= 0 {
        let row = origin[end]
        let former = columnOfRow[row]
        rowOfColumn[end] = row
        columnOfRow[row] = end
        end = row == source ? -1 : former
      }
    }
    return nil
  }
}
