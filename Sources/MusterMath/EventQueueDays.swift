extension EventQueue {
  /// The day of a time: its distance from the earliest time there is, in whole days.
  @inlinable @inline(__always)
  func day(of key: Int64) -> UInt64 { Self.ordered(key) &>> shift }

  @inlinable @inline(__always)
  static func ordered(_ key: Int64) -> UInt64 { UInt64(bitPattern: key) ^ (1 << 63) }

  @inlinable @inline(__always)
  func slot(of day: UInt64) -> Int { Int(truncatingIfNeeded: day & span) }

  /// Puts an event where it belongs.
  @inlinable @inline(__always)
  mutating func schedule(_ entry: Entry) {
    let day = day(of: entry.key)
    // Today and the days before wrap around to huge distances.
    if day &- today &- 1 < span {
      if !isKnownUniquelyReferenced(&calendar) || calendar.isFull {
        replaceCalendar(capacity: calendar.isFull ? 2 * calendar.capacity : calendar.capacity)
      }
      calendar.insert(entry, slot: slot(of: day))
    } else if day <= today {
      near.push(entry)
    } else {
      far.push(entry)
      farDay = min(farDay, day)
    }
  }

  /// Takes out the first event of a queue with a calendar.
  @inlinable @inline(__always)
  mutating func popScheduled() -> Entry? {
    if !near.entries.isEmpty { return popNear() }
    if calendar.count > 0 {
      if !isKnownUniquelyReferenced(&calendar) { replaceCalendar(capacity: calendar.capacity) }
      let start = slot(of: today &+ 1)
      let slot = calendar.nextSlot(from: start)
      let day = today &+ 1 &+ (UInt64(truncatingIfNeeded: slot &- start) & span)
      if day < farDay {
        today = day
        let first = calendar.take(calendar.detach(slot: slot))
        if first.next >= 0 { pour(first.next) }
        return first.entry
      }
    }
    return popFar()
  }

  @inlinable @inline(never)
  mutating func popNear() -> Entry? { near.pop() }

  /// Moves a detached list into the heap of today.
  @inlinable @inline(never)
  mutating func pour(_ first: Int32) {
    var at = first
    while at >= 0 {
      let node = calendar.take(at)
      near.push(node.entry)
      at = node.next
    }
  }

  /// Goes on to the day of the first far event, if there is one: no event is due on an earlier day.
  @inlinable @inline(never)
  mutating func popFar() -> Entry? {
    guard !far.entries.isEmpty else { return nil }
    if farDay &- today &- 1 < span, calendar.count > 0 {
      pour(calendar.detach(slot: slot(of: farDay)))
    }
    today = farDay
    while let entry = far.first, day(of: entry.key) == today {
      near.push(entry)
      _ = far.pop()
    }
    farDay = far.first.map { day(of: $0.key) } ?? .max
    return near.pop()
  }

  /// Copies the calendar, with room for `capacity` events.
  @inlinable @inline(never)
  mutating func replaceCalendar(capacity: Int) {
    let old = calendar
    calendar = EventCalendar(size: old.size, capacity: capacity)
    old.forEachNode { index in
      let entry = old.nodes[index].entry
      calendar.insert(entry, slot: slot(of: day(of: entry.key)))
    }
  }
}
