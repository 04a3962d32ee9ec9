/// A queue of events in the order of their time, first in first out among equals.
///
/// A 4-ary heap over one array: half the levels of a binary heap, and the four children lie side by side. The
/// time is nanoseconds; a sequence number given at the push breaks ties, so the order never depends on how the
/// heap happens to lie. `push` and `pop` are `O(log n)`, tens of nanoseconds at thousands of events.
public struct EventHeap<Payload> {
  /// One event: when it is due, the how-manieth push it was, and what it carries.
  public struct Entry {
    /// When it is due, nanoseconds.
    public let key: Int64
    /// The number of pushes before it; the tie-break.
    public let sequence: UInt64
    /// What it carries.
    public let payload: Payload

    @inlinable
    init(key: Int64, sequence: UInt64, payload: Payload) {
      self.key = key
      self.sequence = sequence
      self.payload = payload
    }

    @inlinable @inline(__always)
    static func < (left: Self, right: Self) -> Bool {
      left.key < right.key || (left.key == right.key && left.sequence < right.sequence)
    }
  }

  @usableFromInline var entries: [Entry] = []
  @usableFromInline var nextSequence: UInt64 = 0

  /// An empty queue.
  @inlinable
  public init() {}

  /// How many events wait.
  @inlinable
  public var count: Int { entries.count }

  /// Whether none waits.
  @inlinable
  public var isEmpty: Bool { entries.isEmpty }

  /// When the first event is due, nanoseconds. `O(1)`.
  @inlinable
  public var peekKey: Int64? { entries.first?.key }

  /// Makes room for `capacity` events in all.
  @inlinable
  public mutating func reserve(_ capacity: Int) { entries.reserveCapacity(capacity) }

  /// Adds an event due at `key` nanoseconds and returns its sequence number.
  @inlinable @discardableResult
  public mutating func push(at key: Int64, _ payload: Payload) -> UInt64 {
    let entry = Entry(key: key, sequence: nextSequence, payload: payload)
    nextSequence += 1
    entries.append(entry)
    entries.withUnsafeMutableBufferPointer { heap in
      var hole = heap.count - 1
      while hole > 0 {
        let parent = (hole - 1) / 4
        // Among equals the newcomer stays below: its sequence is the highest.
        if heap[parent].key <= key { break }
        heap[hole] = heap[parent]
        hole = parent
      }
      heap[hole] = entry
    }
    return entry.sequence
  }

  /// Takes out the first event: the least time, then the least sequence number.
  @inlinable
  public mutating func pop() -> Entry? {
    guard let last = entries.popLast() else { return nil }
    guard let first = entries.first else { return last }
    entries.withUnsafeMutableBufferPointer { heap in
      let count = heap.count
      var hole = 0
      while true {
        let firstChild = 4 * hole + 1
        if firstChild >= count { break }
        var least = firstChild
        for child in (firstChild + 1)..<max(firstChild + 1, min(firstChild + 4, count))
        where heap[child] < heap[least] {
          least = child
        }
        if last < heap[least] { break }
        heap[hole] = heap[least]
        hole = least
      }
      heap[hole] = last
    }
    return first
  }

  /// Takes every event out and keeps the memory. Sequence numbers go on.
  @inlinable
  public mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

  /// Visits every event with a time up to `limit`, without taking any out: (time, sequence, payload).
  ///
  /// The order is that of the heap, the same on every run but not that of time; sort by (time, sequence) where
  /// order matters. `O(d)` for `d` events due, whatever the rest.
  @inlinable
  public func forEachDue(upTo limit: Int64, _ body: (Int64, UInt64, Payload) -> Void) {
    visit(0, upTo: limit, body)
  }

  @inlinable
  func visit(_ at: Int, upTo limit: Int64, _ body: (Int64, UInt64, Payload) -> Void) {
    // No child is due before its parent, so a parent that is not due closes its whole subtree.
    guard at < entries.count, entries[at].key <= limit else { return }
    body(entries[at].key, entries[at].sequence, entries[at].payload)
    for child in (4 * at + 1)...(4 * at + 4) { visit(child, upTo: limit, body) }
  }
}

extension EventHeap: Sendable where Payload: Sendable {}
extension EventHeap.Entry: Sendable where Payload: Sendable {}
