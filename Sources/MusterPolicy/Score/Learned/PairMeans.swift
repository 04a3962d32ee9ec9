import MusterCore
import MusterMath

/// Counts and sums of something observed, by kind of task and agent. O(1) expected for each observation and each
/// question; memory for the pairs that occurred.
struct PairMeans: Sendable {
  private(set) var agents = AgentBook()
  private var index = RowIndex()
  private var keys: [UInt64] = []
  private var counts: [UInt64] = []
  private var sums: [Double] = []

  /// Adds an observation.
  /// - Returns: the pair's slot, for ``replace(_:with:at:)``.
  mutating func add(_ value: Double, kind: KindID, agent: AgentID) -> Int32 {
    let key = PairMeans.key(kind, agents.intern(agent.rawValue))
    var slot = Int32(keys.count)
    if let known = index[key] {
      slot = known
    } else {
      index.insert(key, slot)
      keys.append(key)
      counts.append(0)
      sums.append(0)
    }
    counts[Int(slot)] += 1
    sums[Int(slot)] += value
    return slot
  }

  /// Takes an observation back and puts another in its place.
  mutating func replace(_ old: Double, with new: Double, at slot: Int32) { sums[Int(slot)] += new - old }

  /// Count and sum for a kind and an agent's number; zeros if there was nothing yet.
  func totals(_ kind: KindID, _ agent: Int32) -> (count: Double, sum: Double) {
    guard agent >= 0, let slot = index[PairMeans.key(kind, agent)] else { return (0, 0) }
    return (Double(counts[Int(slot)]), sums[Int(slot)])
  }

  mutating func numbers(in frame: borrowing Frame) -> [Int32] { agents.numbers(in: frame) }

  var slotCount: Int { keys.count }

  private static func key(_ kind: KindID, _ agent: Int32) -> UInt64 {
    UInt64(kind.rawValue) << 32 | UInt64(UInt32(bitPattern: agent))
  }

  func write(to writer: inout ByteWriter) {
    writer.varint(UInt64(agents.ids.count))
    for id in agents.ids { writer.varint(id) }
    writer.varint(UInt64(keys.count))
    for slot in keys.indices {
      writer.varint(keys[slot] >> 32)
      writer.varint(keys[slot] & 0xffff_ffff)
      writer.varint(counts[slot])
      writer.double(sums[slot])
    }
  }

  /// Nil where the bytes are whole but say something impossible.
  init?(from reader: inout ByteReader) throws(ByteError) {
    for _ in 0..<(try reader.count()) { _ = agents.intern(try reader.varint()) }
    for slot in 0..<(try reader.count(bytesEach: 11)) {
      let kind = try reader.varint()
      let agent = try reader.varint()
      let count = try reader.varint()
      let sum = try reader.double()
      guard kind <= UInt64(UInt32.max), agent < UInt64(agents.ids.count), count > 0, sum.isFinite else {
        return nil
      }
      let key = kind << 32 | agent
      guard index.insert(key, Int32(slot)) == nil else { return nil }
      keys.append(key)
      counts.append(count)
      sums.append(sum)
    }
  }

  init() {}
}

extension PairMeans {
  /// A snapshot of nothing else; empty for nothing observed.
  var bytes: [UInt8] {
    if slotCount == 0 { return [] }
    var writer = ByteWriter()
    write(to: &writer)
    return writer.bytes
  }

  /// Reads what ``bytes`` wrote.
  init(_ bytes: [UInt8], word: String) throws(PolicyError) {
    self.init()
    if bytes.isEmpty { return }
    self = try Learned.read(bytes, word: word) { (reader: inout ByteReader) throws(ByteError) -> PairMeans? in
      try PairMeans(from: &reader)
    }
  }
}
