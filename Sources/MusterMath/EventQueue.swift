/// A queue of events in the order of their time, first in first out among equals.
///
/// The time is nanoseconds; a sequence number given at the push breaks ties, so the order never depends on how
/// the events happen to lie. A small queue is a heap. A larger one is a calendar (R. Brown, 1988) whose days are
/// so short that most have one event or none: the events of today and before lie in a heap, those of the coming
/// days in a list for each, and those beyond the calendar in a second heap. The length of a day follows the pace
/// of the pops.
///
/// `push` and `pop` take constant time when the events come at a steady pace. No pattern of times is worse than
/// that of a heap by more than a constant factor: what gathers in one day or lies far away is in a heap, and the
/// calendar is laid out anew, in time proportional to the events, at most once in as many pushes.
public struct EventQueue<Payload> {
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

  /// Every event up to the end of today; all events, while there is no calendar.
  @usableFromInline var near = EventHeap<Payload>()
  /// The events of the `span` days after today.
  @usableFromInline var calendar = EventCalendar<Payload>(size: 0, capacity: 0)
  /// Later events. Time may since have come so far that the calendar would have room for them.
  @usableFromInline var far = EventHeap<Payload>()

  /// 0 while there is no calendar, else its slots less one: the mask from a day to its slot.
  @usableFromInline var span: UInt64 = 0
  /// The binary logarithm of the length of a day, 1...62, so that a day is below 2^63.
  @usableFromInline var shift: UInt64 = 1
  @usableFromInline var today: UInt64 = 0
  /// The day of the first far event; `UInt64.max` if there is none.
  @usableFromInline var farDay = UInt64.max

  @usableFromInline var nextSequence: UInt64 = 0
  @usableFromInline var tuning = Tuning()

  /// An empty queue.
  @inlinable
  public init() {}

  /// How many events wait.
  @inlinable
  public var count: Int { near.entries.count + calendar.count + far.entries.count }

  /// Whether none waits.
  @inlinable
  public var isEmpty: Bool { count == 0 }

  /// When the first event is due, nanoseconds. `O(1)`.
  @inlinable
  public var peekKey: Int64? {
    if let first = near.first { return first.key }
    guard calendar.count > 0 else { return far.first?.key }
    let slot = calendar.nextSlot(from: slot(of: today &+ 1))
    let key = calendar.nodes[Int(calendar.heads[slot])].entry.key
    return min(key, far.first?.key ?? key)
  }

  /// Makes room for `capacity` events in all.
  @inlinable
  public mutating func reserve(_ capacity: Int) {
    near.entries.reserveCapacity(min(capacity, Tuning.leastPeriod))
    if capacity > calendar.capacity, capacity > Tuning.mostInHeap { replaceCalendar(capacity: capacity) }
  }

  /// Adds an event due at `key` nanoseconds and returns its sequence number.
  @inlinable @inline(__always) @discardableResult
  public mutating func push(at key: Int64, _ payload: Payload) -> UInt64 {
    let entry = Entry(key: key, sequence: nextSequence, payload: payload)
    nextSequence &+= 1
    if span == 0 { near.pushNewest(entry) } else { schedule(entry) }
    if entry.sequence == tuning.dueAt { tune() }
    return entry.sequence
  }

  /// Takes out the first event: the least time, then the least sequence number.
  @inlinable @inline(__always)
  public mutating func pop() -> Entry? { span == 0 ? near.pop() : popScheduled() }

  /// Takes every event out and keeps the memory. Sequence numbers go on.
  @inlinable
  public mutating func removeAll() {
    near.entries.removeAll(keepingCapacity: true)
    far.entries.removeAll(keepingCapacity: true)
    farDay = .max
    span = 0
    guard calendar.count > 0 else { return }
    if isKnownUniquelyReferenced(&calendar) {
      for slot in 0..<calendar.size {
        var at = calendar.detach(slot: slot)
        while at >= 0 { at = calendar.take(at).next }
      }
    } else {
      calendar = EventCalendar(size: calendar.size, capacity: calendar.capacity)
    }
  }

  /// Visits every event with a time up to `limit`, without taking any out: (time, sequence, payload).
  ///
  /// The order is the same on every run but not that of time; sort by (time, sequence) where order matters.
  /// `O(d)` for `d` events due and those of the day in which `limit` lies, whatever the rest.
  @inlinable
  public func forEachDue(upTo limit: Int64, _ body: (Int64, UInt64, Payload) -> Void) {
    near.forEachDue(upTo: limit, body)
    far.forEachDue(upTo: limit, body)
    guard calendar.count > 0 else { return }
    let start = slot(of: today &+ 1)
    var ahead = 0
    while ahead < calendar.size {
      let found = calendar.nextSlot(from: (start + ahead) & (calendar.size - 1))
      let distance = (found - start) & (calendar.size - 1)
      // Behind the last place looked at: the search went round.
      if distance < ahead || today &+ 1 &+ UInt64(distance) > day(of: limit) { return }
      var at = calendar.heads[found]
      while at >= 0 {
        let node = calendar.nodes[Int(at)]
        if node.entry.key <= limit { body(node.entry.key, node.entry.sequence, node.entry.payload) }
        at = node.next
      }
      ahead = distance + 1
    }
  }
}

extension EventQueue: Sendable where Payload: Sendable {}
extension EventQueue.Entry: Sendable where Payload: Sendable {}
