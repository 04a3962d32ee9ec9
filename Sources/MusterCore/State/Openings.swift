/// For each shape, an agent that had room for it when last looked: whether *any* agent has room is then mostly
/// one look. Derived, and only a cache: the answer is a function of the pool alone.
struct Openings: Sendable {
  /// Agent row that admitted the shape last, or `unknown`, or `closed`.
  private var hints: [Int32] = []
  /// Closed shapes, to be looked at again when an agent gains room.
  private var closed: [Int32] = []

  private static let unknown: Int32 = -1
  private static let shut: Int32 = -2

  /// Whether some agent of the pool admits the demand. Cost: one look, or a scan when the hint failed.
  mutating func isOpen(_ shape: Int32, _ demand: Demand, _ pool: Pool) -> Bool {
    let index = Int(shape)
    while hints.count <= index { hints.append(Openings.unknown) }
    let hint = hints[index]
    if hint == Openings.shut { return false }
    let count = pool.count
    if hint >= 0, Int(hint) < count, pool.admits(demand, at: Int(hint)) { return true }
    // Onwards from the failed hint: what filled up there filled up from the front.
    let start = hint >= 0 ? Int(hint) : 0
    for step in 0..<count {
      let row = start + step < count ? start + step : start + step - count
      if pool.admits(demand, at: row) {
        hints[index] = Int32(row)
        return true
      }
    }
    hints[index] = Openings.shut
    closed.append(shape)
    return false
  }

  /// An agent gained room (or joined): closed shapes that it admits are open again.
  mutating func gained(_ row: Int, _ pool: Pool, _ shapes: ShapeTable) {
    var index = 0
    while index < closed.count {
      let shape = Int(closed[index])
      if pool.admits(shapes.demands[shape], at: row) {
        hints[shape] = Int32(row)
        closed.swapAt(index, closed.count - 1)
        closed.removeLast()
      } else {
        index += 1
      }
    }
  }

  /// Shapes that no agent had room for when last looked and that nobody has gained room for since.
  var shutShapes: [Int32] { closed }

  mutating func removeAll() {
    hints.removeAll()
    closed.removeAll()
  }
}
