/// A set that holds as many keys as it has room for, those used last: the least recently used one goes first (LRU).
///
/// A doubly linked list in columns beside a ``RowIndex``: O(1) expected to use or look up a key; 40 bytes a key.
public struct RecencySet: Sendable {
  /// How many keys there is room for, at least 1.
  public let capacity: Int

  private var index = RowIndex()
  private var keys: [UInt64] = []
  private var newer: [Int32] = []
  private var older: [Int32] = []
  private var newest: Int32 = -1
  private var oldest: Int32 = -1

  public init(capacity: Int) { self.capacity = min(max(capacity, 1), Int(Int32.max)) }

  public var count: Int { keys.count }

  public func contains(_ key: UInt64) -> Bool { index[key] != nil }

  /// Makes a key the most recent one, in the place of the least recent one if it is new and there is no room.
  public mutating func use(_ key: UInt64) {
    var slot: Int32
    if let known = index[key] {
      if known == newest { return }
      slot = known
      unlink(slot)
    } else if keys.count < capacity {
      slot = Int32(keys.count)
      keys.append(key)
      newer.append(-1)
      older.append(-1)
      index.insert(key, slot)
    } else {
      slot = oldest
      unlink(slot)
      index.remove(keys[Int(slot)])
      keys[Int(slot)] = key
      index.insert(key, slot)
    }
    newer[Int(slot)] = -1
    older[Int(slot)] = newest
    if newest >= 0 { newer[Int(newest)] = slot }
    newest = slot
    if oldest < 0 { oldest = slot }
  }

  /// How many keys at the front of a list are there, up to the first that is not.
  public func prefix(of list: some Sequence<UInt32>) -> Int {
    var count = 0
    for key in list {
      if !contains(UInt64(key)) { break }
      count += 1
    }
    return count
  }

  /// Uses a list of keys; those at its front end up the most recent, so that they go last.
  public mutating func use(prefix list: [UInt32]) {
    for key in list.reversed() { use(UInt64(key)) }
  }

  public mutating func removeAll() { self = RecencySet(capacity: capacity) }

  /// All keys, the least recent first: used in this order they make the same set.
  public var ordered: [UInt64] {
    var ordered: [UInt64] = []
    ordered.reserveCapacity(keys.count)
    var slot = oldest
    while slot >= 0 {
      ordered.append(keys[Int(slot)])
      slot = newer[Int(slot)]
    }
    return ordered
  }

  private mutating func unlink(_ slot: Int32) {
    let (before, after) = (newer[Int(slot)], older[Int(slot)])
    if before >= 0 { older[Int(before)] = after } else { newest = after }
    if after >= 0 { newer[Int(after)] = before } else { oldest = before }
  }
}
