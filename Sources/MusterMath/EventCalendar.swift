/// The days of an event queue: a ring of slots, each a list of events whose first is the least.
///
/// A bit says whether a slot has events, and a bit of the summary whether any of 64 slots has, so that the next
/// day with events is found in a few instructions however many lie empty between. All memory is taken at once;
/// only a queue that holds the sole reference may change it.
@usableFromInline
final class EventCalendar<Payload> {
  @usableFromInline typealias Entry = EventQueue<Payload>.Entry

  @usableFromInline
  struct Node {
    @usableFromInline let entry: Entry
    /// The next node of the slot; -1 after the last.
    @usableFromInline var next: Int32

    @inlinable
    init(_ entry: Entry, next: Int32) {
      self.entry = entry
      self.next = next
    }
  }

  /// The fewest slots: one word of the summary.
  @inlinable static var leastSize: Int { 4096 }

  /// How many slots: 0, or a power of two from `leastSize` on.
  @usableFromInline let size: Int
  /// How many events there is room for.
  @usableFromInline let capacity: Int
  @usableFromInline let nodes: UnsafeMutablePointer<Node>
  /// The nodes that hold nothing, as a stack.
  @usableFromInline let unused: UnsafeMutablePointer<Int32>
  /// The first node of each slot; -1 if it has none.
  @usableFromInline let heads: UnsafeMutablePointer<Int32>
  @usableFromInline let bits: UnsafeMutablePointer<UInt64>
  @usableFromInline let summary: UnsafeMutablePointer<UInt64>
  /// The height of the stack. Behind a pointer, for a stored property would be guarded at run time.
  @usableFromInline let unusedCount: UnsafeMutablePointer<Int>

  @inlinable
  init(size: Int, capacity: Int) {
    self.size = size
    self.capacity = capacity
    nodes = .allocate(capacity: capacity)
    unused = .allocate(capacity: capacity)
    heads = .allocate(capacity: size)
    bits = .allocate(capacity: size / 64)
    summary = .allocate(capacity: size / Self.leastSize)
    unusedCount = .allocate(capacity: 1)
    for index in 0..<capacity { (unused + index).initialize(to: Int32(capacity - 1 - index)) }
    heads.initialize(repeating: -1, count: size)
    bits.initialize(repeating: 0, count: size / 64)
    summary.initialize(repeating: 0, count: size / Self.leastSize)
    unusedCount.initialize(to: capacity)
  }

  deinit {
    forEachNode { (nodes + $0).deinitialize(count: 1) }
    nodes.deallocate()
    unused.deallocate()
    heads.deallocate()
    bits.deallocate()
    summary.deallocate()
    unusedCount.deallocate()
  }

  @inlinable
  var count: Int { capacity &- unusedCount.pointee }

  /// Whether not one event more has room.
  @inlinable
  var isFull: Bool { unusedCount.pointee == 0 }

  /// Adds an event; there must be room.
  @inlinable @inline(__always)
  func insert(_ entry: Entry, slot: Int) {
    unusedCount.pointee &-= 1
    let at = unused[unusedCount.pointee]
    let head = heads[slot]
    if head >= 0, nodes[Int(head)].entry < entry {
      (nodes + Int(at)).initialize(to: Node(entry, next: nodes[Int(head)].next))
      nodes[Int(head)].next = at
      return
    }
    (nodes + Int(at)).initialize(to: Node(entry, next: head))
    heads[slot] = at
    bits[slot &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: slot)
    summary[slot &>> 12] |= 1 &<< UInt64(truncatingIfNeeded: slot &>> 6)
  }

  /// Empties a slot: the first of its nodes, each of which must then be taken.
  @inlinable @inline(__always)
  func detach(slot: Int) -> Int32 {
    let head = heads[slot]
    heads[slot] = -1
    let word = bits[slot &>> 6] & ~(1 &<< UInt64(truncatingIfNeeded: slot))
    bits[slot &>> 6] = word
    if word == 0 { summary[slot &>> 12] &= ~(1 &<< UInt64(truncatingIfNeeded: slot &>> 6)) }
    return head
  }

  /// Moves a node out.
  @inlinable @inline(__always)
  func take(_ at: Int32) -> Node {
    unused[unusedCount.pointee] = at
    unusedCount.pointee &+= 1
    return (nodes + Int(at)).move()
  }

  /// The first slot with events at or after `start`, going round; there must be an event.
  @inlinable @inline(__always)
  func nextSlot(from start: Int) -> Int {
    let word = bits[start &>> 6] &>> UInt64(truncatingIfNeeded: start)
    return word != 0 ? start &+ word.trailingZeroBitCount : nextSlot(afterWord: start &>> 6)
  }

  @inlinable
  func nextSlot(afterWord word: Int) -> Int {
    let start = (word + 1) & (size / 64 - 1)
    var at = start >> 6
    var words = summary[at] & (.max &<< UInt64(truncatingIfNeeded: start))
    while words == 0 {
      at = (at + 1) & (size / Self.leastSize - 1)
      words = summary[at]
    }
    let found = at << 6 + words.trailingZeroBitCount
    return found << 6 + bits[found].trailingZeroBitCount
  }

  /// Visits the index of each node that holds an event, slot by slot.
  @inlinable
  func forEachNode(_ body: (Int) -> Void) {
    guard count > 0 else { return }
    for slot in 0..<size {
      var at = heads[slot]
      while at >= 0 {
        // Read before `body`, which may move the node out.
        let next = nodes[Int(at)].next
        body(Int(at))
        at = next
      }
    }
  }
}

/// Changed only by a queue that holds the sole reference.
extension EventCalendar: @unchecked Sendable where Payload: Sendable {}
