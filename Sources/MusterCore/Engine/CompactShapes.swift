extension Engine {
  /// Forgets the shapes of tasks that are gone, once there are many: where every task asks for something of its
  /// own, they would pile up for ever. Shapes are only names for equal demands, so nothing decided depends on it.
  /// Cost: O(tasks kept), after at least as many new shapes.
  mutating func compactShapes() {
    shapes = ShapeTable()
    queue = ReadyQueue()
    openings = Openings()
    for row in tasks.occupiedRows where !tasks.records[row].status.isEnded {
      tasks.records[row].shape = shapes.intern(tasks.specs[row].demand)
      tasks.records[row].isQueued = false
    }
    rebuildQueue()
    shapeLimit = max(shapeLimit, 2 * shapes.count)
  }

  static let leastShapeLimit = 65_536
}
