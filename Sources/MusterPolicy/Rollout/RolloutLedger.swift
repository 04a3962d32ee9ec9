import MusterMath

/// Which policy made the latest decisions, and what they counted with. A ring: the oldest are forgotten. O(1)
/// expected a decision; 48 bytes each.
struct RolloutLedger: Sendable, Equatable {
  struct Entry: Sendable, Equatable {
    var decision: UInt64
    var arm: GuardedRollout.Arm
    /// In 0...1; NaN until an outcome has come.
    var value = Double.nan
    var stake = ConfidenceSequence.Stake(amount: 0, meanBefore: 0)
  }

  static let capacity = 1 << 14

  private var entries: [Entry] = []
  /// Where the oldest entry is, once the ring is full.
  private var oldest = 0
  private var index = RowIndex()

  init() {}

  subscript(decision: UInt64) -> Entry? { index[decision].map { entries[Int($0)] } }

  /// Notes a decision; one that is known stays as it is.
  mutating func open(_ decision: UInt64, _ arm: GuardedRollout.Arm) {
    if index[decision] == nil { add(Entry(decision: decision, arm: arm)) }
  }

  /// Puts an entry in the place of the one with its decision.
  mutating func set(_ entry: Entry) {
    if let place = index[entry.decision] { entries[Int(place)] = entry }
  }

  private mutating func add(_ entry: Entry) {
    if entries.count < Self.capacity {
      index.insert(entry.decision, Int32(entries.count))
      entries.append(entry)
    } else {
      index.remove(entries[oldest].decision)
      index.insert(entry.decision, Int32(oldest))
      entries[oldest] = entry
      oldest = (oldest + 1) % Self.capacity
    }
  }

  func write(to writer: inout ByteWriter) {
    writer.varint(UInt64(entries.count))
    for i in entries.indices {
      let entry = entries[(oldest + i) % entries.count]
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
      guard let arm, index[decision] == nil, value.isNaN || (0...1).contains(value),
        (0...0.5).contains(amount),
        (0...1).contains(meanBefore)
      else { return nil }
      add(
        Entry(
          decision: decision, arm: arm, value: value,
          stake: ConfidenceSequence.Stake(amount: amount, meanBefore: meanBefore)))
    }
  }

  static func == (a: Self, b: Self) -> Bool {
    // A NaN stands for the same as another.
    guard a.entries.count == b.entries.count else { return false }
    for i in a.entries.indices {
      let (one, other) = (
        a.entries[(a.oldest + i) % a.entries.count], b.entries[(b.oldest + i) % b.entries.count]
      )
      guard one.decision == other.decision, one.arm == other.arm, one.stake == other.stake,
        one.value == other.value || (one.value.isNaN && other.value.isNaN)
      else { return false }
    }
    return true
  }
}
