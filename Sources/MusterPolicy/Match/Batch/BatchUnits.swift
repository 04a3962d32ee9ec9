import MusterCore

/// The tasks of a frame in the parts that are matched together: tasks of one priority, gangs whole.
enum BatchUnits {
  /// Parts in the order of the frame, each a list of units: a gang or a single task, as a range of the frame's tasks.
  /// A gang has the priority of its first member. O(tasks).
  static func parts(of frame: borrowing Frame, atMost limit: Int) -> [[Range<Int>]] {
    var parts: [[Range<Int>]] = []
    var (count, priority): (Int, Int16) = (0, 0)
    var start = 0
    while start < frame.taskCount {
      let end = frame.gangEnd(from: start)
      let own = frame.tasks[start].priority
      if parts.isEmpty || own != priority || count + end - start > limit {
        parts.append([])
        (count, priority) = (0, own)
      }
      parts[parts.count - 1].append(start..<end)
      count += end - start
      start = end
    }
    return parts
  }
}
