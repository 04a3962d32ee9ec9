import MusterMath

/// Something that is known of one decision.
protocol DecisionEntry: Sendable, Equatable {
  var decision: UInt64 { get }
}

/// What is known of the latest decisions, found by their numbers, oldest first. Once it is full the oldest falls out
/// for each new one. O(1) expected an operation.
struct DecisionRing<Entry: DecisionEntry>: Sendable {
  /// How many decisions at most; at none every entry falls out at once.
  let capacity: Int
  private var entries: [Entry] = []
  /// Where the oldest entry is, once the ring is full.
  private var oldest = 0
  private var index = RowIndex()

  init(capacity: Int) { self.capacity = capacity }

  var count: Int { entries.count }
  var isEmpty: Bool { entries.isEmpty }

  func contains(_ decision: UInt64) -> Bool { index[decision] != nil }

  subscript(decision: UInt64) -> Entry? { index[decision].map { entries[Int($0)] } }

  /// Changes the entry of a decision; nothing where there is none.
  mutating func update(_ decision: UInt64, _ change: (inout Entry) -> Void) {
    if let place = index[decision] { change(&entries[Int(place)]) }
  }

  /// Adds the entry of a decision that is not in the ring.
  /// - Returns: the one that falls out for want of room.
  @discardableResult
  mutating func push(_ entry: Entry) -> Entry? {
    guard capacity > 0 else { return nil }
    if entries.count < capacity {
      index.insert(entry.decision, Int32(entries.count))
      entries.append(entry)
      return nil
    }
    let fallen = entries[oldest]
    index.remove(fallen.decision)
    index.insert(entry.decision, Int32(oldest))
    entries[oldest] = entry
    oldest = (oldest + 1) % capacity
    return fallen
  }

  /// All entries, the oldest first.
  var ordered: some Sequence<Entry> { entries.indices.lazy.map { entries[(oldest + $0) % entries.count] } }

  /// How many there are, then each, the oldest first.
  func write(to writer: inout ByteWriter, _ write: (Entry, inout ByteWriter) -> Void) {
    writer.varint(UInt64(entries.count))
    for entry in ordered { write(entry, &writer) }
  }
}
