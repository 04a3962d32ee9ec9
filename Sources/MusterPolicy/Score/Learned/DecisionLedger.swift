import MusterCore
import MusterMath

/// What the latest decisions brought, so that late or corrected feedback can take the place of it. A ring: the
/// oldest are forgotten. O(1) expected a decision; 40 bytes each.
struct DecisionLedger: Sendable {
  struct Entry: DecisionEntry {
    var decision: UInt64
    /// What it was counted under.
    var slot: Int32
    var value: Double
  }

  private var ring: DecisionRing<Entry>
  /// Decisions up to this one may have been forgotten.
  private(set) var forgottenThrough: UInt64?

  init(capacity: Int) { ring = DecisionRing(capacity: max(capacity, 1)) }

  /// The entry of a decision, if it is remembered.
  subscript(decision: DecisionID) -> Entry? { ring[decision.rawValue] }

  /// Whether nothing was ever counted for the decision, as far as one can know.
  func isNew(_ decision: DecisionID) -> Bool {
    !ring.contains(decision.rawValue) && forgottenThrough.map { decision.rawValue > $0 } ?? true
  }

  /// Notes what a decision brought, in place of what was noted for it before.
  mutating func note(_ entry: Entry) {
    if ring.contains(entry.decision) {
      ring.update(entry.decision) { $0 = entry }
    } else if let forgotten = ring.push(entry) {
      forgottenThrough = max(forgottenThrough ?? 0, forgotten.decision)
    }
  }

  func write(to writer: inout ByteWriter) {
    writer.byte(forgottenThrough == nil ? 0 : 1)
    writer.varint(forgottenThrough ?? 0)
    ring.write(to: &writer) { entry, writer in
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
      guard slot < UInt64(slots), value.isFinite, !ring.contains(decision) else { return nil }
      note(Entry(decision: decision, slot: Int32(slot), value: value))
    }
  }
}
