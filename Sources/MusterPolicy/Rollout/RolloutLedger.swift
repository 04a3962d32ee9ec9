import MusterMath

/// Which policy made the latest decisions, and what they counted with. A ring: the oldest are forgotten. O(1)
/// expected a decision; 48 bytes each.
struct RolloutLedger: Sendable, Equatable {
  struct Entry: DecisionEntry {
    var decision: UInt64
    var arm: GuardedRollout.Arm
    /// In 0...1; NaN until an outcome has come.
    var value = Double.nan
    var stake = ConfidenceSequence.Stake(amount: 0, meanBefore: 0)
  }

  static let capacity = 1 << 14

  private var ring = DecisionRing<Entry>(capacity: RolloutLedger.capacity)

  init() {}

  subscript(decision: UInt64) -> Entry? { ring[decision] }

  /// Notes a decision; one that is known stays as it is.
  mutating func open(_ decision: UInt64, _ arm: GuardedRollout.Arm) {
    if !ring.contains(decision) { ring.push(Entry(decision: decision, arm: arm)) }
  }

  /// Puts an entry in the place of the one with its decision.
  mutating func set(_ entry: Entry) { ring.update(entry.decision) { $0 = entry } }

  func write(to writer: inout ByteWriter) {
    ring.write(to: &writer) { entry, writer in
      writer.varint(entry.decision)
      writer.byte(entry.arm.rawValue)
      writer.double(entry.value)
      writer.double(entry.stake.amount)
      writer.double(entry.stake.meanBefore)
    }
  }

  /// Nil where the bytes are whole but say something impossible.
  init?(from reader: inout ByteReader) throws(ByteError) {
    for _ in 0..<(try reader.count(bytesEach: 26)) {
      let decision = try reader.varint()
      let arm = GuardedRollout.Arm(rawValue: try reader.byte())
      let value = try reader.double()
      let amount = try reader.double()
      let meanBefore = try reader.double()
      guard let arm, !ring.contains(decision), value.isNaN || (0...1).contains(value),
        (0...0.5).contains(amount),
        (0...1).contains(meanBefore)
      else { return nil }
      ring.push(
        Entry(
          decision: decision, arm: arm, value: value,
          stake: ConfidenceSequence.Stake(amount: amount, meanBefore: meanBefore)))
    }
  }

  static func == (a: Self, b: Self) -> Bool {
    // A NaN stands for the same as another.
    guard a.ring.count == b.ring.count else { return false }
    for (one, other) in zip(a.ring.ordered, b.ring.ordered) {
      guard one.decision == other.decision, one.arm == other.arm, one.stake == other.stake,
        one.value == other.value || (one.value.isNaN && other.value.isNaN)
      else { return false }
    }
    return true
  }
}
