import MusterCore

/// Notes which agents changed, by comparing the pool's versions with those seen last: O(agents) once a decision,
/// a few instructions for each pair of agents.
///
/// Time is counted in ticks; a row that changed carries the tick of its last change. Whoever computed something
/// at tick t has to look again at the rows with a tick above t, and at no others.
struct PoolWatch: Sendable {
  /// The tick of the latest change.
  private(set) var tick: Int32 = 0
  /// For each row, the tick of its last change.
  private(set) var changed: [Int32] = []
  /// Rises when everything that was ever computed is void.
  private(set) var era = 0

  private var seen: [UInt64] = []
  private var mixVersion: UInt64 = 0
  private var identity = PoolIdentity()

  /// Looks at the pool again.
  mutating func look(at frame: borrowing Frame, mindingMix: Bool) {
    let count = frame.pool.count
    if identity.isNew(frame) || tick > .max - 4 { restart() }

    if mindingMix && mixVersion != frame.mix.version {
      mixVersion = frame.mix.version
      tick += 1
      for row in changed.indices { changed[row] = tick }
    }
    if compare(frame.pool.version) { tick += 1 }
    if seen.count < count {
      tick += 1
      for row in seen.count..<count {
        seen.append(frame.pool.version[row])
        changed.append(tick)
      }
    }
  }

  /// Marks every known row whose version differs with the next tick.
  private mutating func compare(_ version: [UInt64]) -> Bool {
    let next = tick + 1
    return version.withUnsafeBufferPointer { version in
      seen.withUnsafeMutableBufferPointer { seen in
        changed.withUnsafeMutableBufferPointer { changed in
          let count = seen.count
          var any = false
          var start = 0
          while start < count {
            let end = min(start + 32, count)
            var difference: UInt64 = 0
            for row in start..<end { difference |= version[row] ^ seen[row] }
            if difference != 0 {
              any = true
              for row in start..<end where version[row] != seen[row] {
                seen[row] = version[row]
                changed[row] = next
              }
            }
            start = end
          }
          return any
        }
      }
    }
  }

  private mutating func restart() {
    era += 1
    tick = 0
    seen.removeAll(keepingCapacity: true)
    changed.removeAll(keepingCapacity: true)
  }
}
