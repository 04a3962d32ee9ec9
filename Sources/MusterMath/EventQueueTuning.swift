extension EventQueue {
  /// When the layout is looked at next, and what was seen the last time.
  @usableFromInline
  struct Tuning: Sendable {
    /// More events than this are worth a calendar.
    @inlinable static var mostInHeap: Int { 64 }
    /// Fewer are not worth keeping one.
    @inlinable static var leastInCalendar: Int { 32 }
    @inlinable static var leastPeriod: Int { 128 }
    @inlinable static var mostSlots: Int { 1 << 16 }

    /// The push after which to look again.
    @usableFromInline var dueAt = UInt64(Self.leastPeriod)
    /// The events there were when the calendar was laid out.
    @usableFromInline var laidOutFor = 0
    /// Then: the day, the pushes so far, the events waiting.
    @usableFromInline var today: UInt64 = 0
    @usableFromInline var sequence: UInt64 = 0
    @usableFromInline var count = 0

    @inlinable
    init() {}

    /// How many slots for `count` events.
    @inlinable
    static func slots(_ count: Int) -> Int {
      var size = EventCalendar<Payload>.leastSize
      while size < min(16 * count, mostSlots) { size *= 2 }
      return size
    }

    /// The length of a day as a shift, for `count` events of which the next come every `gap` nanoseconds: half a
    /// gap, or more where the calendar would otherwise not reach over four times the time that all of them take.
    @inlinable
    static func shift(gap: Double, count: Int) -> UInt64 {
      let length = gap * max(0.5, 4 * Double(count) / Double(slots(count)))
      return length < 4 ? 1 : UInt64(length.exponent)
    }
  }

  /// Looks whether heap or calendar suits the events, and the calendar the pace of the pops.
  @inlinable @inline(never)
  mutating func tune() {
    let count = count
    if span == 0 {
      if count > Tuning.mostInHeap { layOut(gap: nil) }
    } else if count < Tuning.leastInCalendar {
      for entry in takeAll() { near.push(entry) }
    } else if count > 2 * tuning.laidOutFor || count < tuning.laidOutFor / 8 {
      layOut(gap: nil)
    } else {
      let pops = Int(nextSequence - tuning.sequence) + tuning.count - count
      let elapsed = (today - tuning.today) &<< shift + (1 &<< shift) / 2
      let gap = Double(elapsed) / Double(max(1, pops))
      let wanted = Tuning.shift(gap: gap, count: count)
      if pops > count / 2, wanted > shift + 1 || wanted + 1 < shift { layOut(gap: gap) }
    }
    tuning.today = today
    tuning.sequence = nextSequence
    tuning.count = count
    tuning.dueAt = nextSequence + UInt64(max(Tuning.leastPeriod, count))
  }

  /// Takes out all events, in no order; the queue is a heap then.
  @inlinable
  mutating func takeAll() -> [Entry] {
    var all = near.entries + far.entries
    let old = calendar
    old.forEachNode { all.append(old.nodes[$0].entry) }
    removeAll()
    return all
  }

  /// Lays out a calendar for the events at hand.
  /// - Parameter gap: the nanoseconds between pops; nil for the pace of the earlier half of the events.
  @inlinable
  mutating func layOut(gap: Double?) {
    let all = takeAll()
    let keys = all.map { Self.ordered($0.key) }
    let first = keys.min() ?? 0
    let sample = stride(from: 0, to: keys.count, by: max(1, keys.count / 64)).map { keys[$0] }.sorted()
    let paced = Double(sample[sample.count / 2] - first) / Double(max(1, keys.count / 2))
    let size = Tuning.slots(all.count)
    if calendar.size != size || calendar.capacity < all.count {
      calendar = EventCalendar(size: size, capacity: max(calendar.capacity, 2 * all.count))
    }
    shift = Tuning.shift(gap: gap ?? paced, count: all.count)
    span = UInt64(size - 1)
    today = first &>> shift
    tuning.laidOutFor = all.count
    for entry in all { schedule(entry) }
  }
}
