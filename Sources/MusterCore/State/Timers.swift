/// Something that falls due. The stamp says for which state it was set: a timer whose stamp no longer matches is
/// stale and falls silently, so nothing has to be taken out of the middle of the heap.
struct Timer: Sendable, Comparable {
  enum Kind: UInt8, Sendable {
    case deadline, retry, patience, lapse, silence, drained

    var isOfTask: Bool { rawValue <= Kind.lapse.rawValue }
  }
  var due: Instant
  var kind: Kind
  /// Task or agent.
  var id: UInt64
  var stamp: UInt64

  /// By what it says, not by when it was set: a recovered engine sets its timers in another order.
  static func < (a: Timer, b: Timer) -> Bool {
    if a.due != b.due { return a.due < b.due }
    if a.kind != b.kind { return a.kind.rawValue < b.kind.rawValue }
    return a.id != b.id ? a.id < b.id : a.stamp < b.stamp
  }
}

/// A binary heap of timers, earliest first. `O(log n)` to add and to remove.
struct TimerHeap: Sendable {
  private var heap: [Timer] = []

  var first: Timer? { heap.first }
  var count: Int { heap.count }

  mutating func add(_ timer: Timer) {
    heap.append(timer)
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child] < heap[parent] else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  mutating func removeFirst() {
    guard let last = heap.popLast(), !heap.isEmpty else { return }
    heap[0] = last
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count && heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < heap[parent] else { break }
      heap.swapAt(child, parent)
      parent = child
    }
  }

  mutating func removeAll() { heap.removeAll() }

  /// All that are set, stale ones too, in no order that means anything.
  var all: [Timer] { heap }

  func contains(where predicate: (Timer) -> Bool) -> Bool { heap.contains(where: predicate) }
}
