import MusterCore
import MusterMath

/// What the latest decisions brought, so that late or corrected feedback can take the place of it. A ring: the
/// oldest are forgotten. O(1) expected a decision; 40 bytes each.
struct DecisionLedger: Sendable {
  struct Entry: Sendable, Equatable {
    var decision: UInt64
    /// What it was counted under.
    var slot: Int32
    var value: Double
  }

  let capacity: Int
  private var entries: [Entry] = []
  /// Where the oldest entry is, once the ring is full.
  private var oldest = 0
  private var index = RowIndex()
  /// Decisions up to this one may have been forgotten.
  private(set) var forgottenThrough: UInt64?

  init(capacity: Int) { self.capacity = max(capacity, 1) }

  /// The entry of a decision, if it is remembered.
  subscript(decision: DecisionID) -> Entry? { index[decision.rawValue].map { entries[Int($0)] } }

  /// Whether nothing was ever counted for the decision, as far as one can know.
  func isNew(_ decision: DecisionID) -> Bool {
    index[decision.rawValue] == nil && forgottenThrough.map { decision.rawValue > $0 } ?? true
  }

  /// Notes what a decision brought, in place of what was noted for it before.
  mutating func note(_ entry: Entry) {
    if let place = index[entry.decision] {
      entries[Int(place)] = entry
    } else if entries.count < capacity {
      index.insert(entry.decision, Int32(entries.count))
      entries.append(entry)
    } else {
      let forgotten = entries[oldest].decision
      index.remove(forgotten)
      forgottenThrough = max(forgottenThrough ?? 0, forgotten)
      index.insert(entry.decision, Int32(oldest))
      entries[oldest] = entry
      oldest = (oldest + 1) % capacity
    }
  }

  func write(to writer: inout ByteWriter) {
    writer.byte(forgottenThrough == nil ? 0 : 1)
    writer.varint(forgottenThrough ?? 0)
    writer.varint(UInt64(entries.count))
    for i in entries.indices {
      let entry = entries[(oldest + i) % entries.count]
      writer.varint(entry.decision)
      writer.varint(UInt64(entry.slot))
      writer.double(entry.value)
    }
  }

  /// Reads a ledger; from one with a larger capacity, the latest entries. Nil where the bytes are whole but say
  /// something impossible.
  init?(from reader: inout ByteReader, capacity: Int, slots: Int) throws(ByteError) {
    self.init(capacity: capacity)
    let hasForgotten = try reader.byte()
    let forgotten = try reader.varint()
    guard hasForgotten <= 1 else { return nil }
    if hasForgotten == 1 { forgottenThrough = forgotten }
    for _ in 0..<(try reader.count(bytesEach: 10)) {
      let decision = try reader.varint()
      let slot = try reader.varint()
      let value = try reader.double()
      guard slot < UInt64(slots), value.isFinite, index[decision] == nil else { return nil }
      note(Entry(decision: decision, slot: Int32(slot), value: value))
    }
  }
}
