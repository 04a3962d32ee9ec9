/// Events in a 4-ary heap over one array: half the levels of a binary heap, and the four children lie side by
/// side. `push` and `pop` are `O(log n)`, whatever the times.
@usableFromInline
struct EventHeap<Payload> {
  @usableFromInline typealias Entry = EventQueue<Payload>.Entry

  @usableFromInline var entries: [Entry] = []

  @inlinable
  init() {}

  @inlinable
  var first: Entry? { entries.first }

  @inlinable
  mutating func push(_ entry: Entry) {
    entries.append(entry)
    entries.withUnsafeMutableBufferPointer { heap in
      var hole = heap.count - 1
      while hole > 0 {
        let parent = (hole - 1) / 4
        if heap[parent] < entry { break }
        heap[hole] = heap[parent]
        hole = parent
      }
      heap[hole] = entry
    }
  }

  /// As `push`, for an event whose sequence is the highest: among equals it stays below.
  @inlinable
  mutating func pushNewest(_ entry: Entry) {
    entries.append(entry)
    entries.withUnsafeMutableBufferPointer { heap in
      var hole = heap.count - 1
      while hole > 0 {
        let parent = (hole - 1) / 4
        if heap[parent].key <= entry.key { break }
        heap[hole] = heap[parent]
        hole = parent
      }
      heap[hole] = entry
    }
  }

  @inlinable @inline(__always)
  mutating func pop() -> Entry? {
    guard let last = entries.popLast() else { return nil }
    if entries.isEmpty { return last }
    return entries.withUnsafeMutableBufferPointer { heap in
      let first = heap[0]
      var hole = 0
      var child = 1
      while child < heap.count {
        var least = child
        for other in child + 1..<max(child + 1, min(child + 4, heap.count))
        where heap[other] < heap[least] {
          least = other
        }
        if last < heap[least] { break }
        heap[hole] = heap[least]
        hole = least
        child = 4 * hole + 1
      }
      heap[hole] = last
      return first
    }
  }

  /// Visits the events with a time up to `limit`, in the order of the heap.
  @inlinable
  func forEachDue(upTo limit: Int64, from at: Int = 0, _ body: (Int64, UInt64, Payload) -> Void) {
    // No child is due before its parent, so a parent that is not due closes its whole subtree.
    guard at < entries.count, entries[at].key <= limit else { return }
    body(entries[at].key, entries[at].sequence, entries[at].payload)
    for child in (4 * at + 1)...(4 * at + 4) { forEachDue(upTo: limit, from: child, body) }
  }
}

extension EventHeap: Sendable where Payload: Sendable {}
