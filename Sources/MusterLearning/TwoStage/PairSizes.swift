/// The sizes of two sets that go together: vectors of one kind, the rows, and of another, the columns.
struct PairSizes: Sendable, Equatable {
  var rows: Int
  /// Numbers in a row's vector.
  var rowSize: Int
  var columns: Int
  /// Numbers in a column's vector.
  var columnSize: Int

  /// Numbers of all rows' vectors, and of all vectors.
  var rowNumbers: Int { rows * rowSize }
  var numbers: Int { rowNumbers + columns * columnSize }
  var pairs: Int { rows * columns }
}
