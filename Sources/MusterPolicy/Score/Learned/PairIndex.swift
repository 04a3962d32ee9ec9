import MusterCore
import MusterMath

/// Dense numbers, slots, for the pairs of a kind of task and an agent that something was learned about: where their
/// columns are. O(1) expected to look up or add; 16 bytes a pair and 24 an agent.
struct PairIndex: Sendable {
  private(set) var agents = AgentBook()
  private var index = RowIndex()
  /// The kind above, the agent's number below.
  private(set) var keys: [UInt64] = []

  init() {}

  var count: Int { keys.count }

  /// The slot of a pair, if something was learned about it; -1 stands for an agent that is not known.
  func slot(_ kind: KindID, _ agent: Int32) -> Int? {
    guard agent >= 0 else { return nil }
    return index[PairIndex.key(kind, agent)].map { Int($0) }
  }

  func slot(_ kind: KindID, _ agent: AgentID) -> Int? { agents[agent].flatMap { slot(kind, $0) } }

  /// The slot of a pair, given to it if it is new; then it is ``count`` - 1.
  mutating func intern(_ kind: KindID, _ agent: AgentID) -> Int {
    let key = PairIndex.key(kind, agents.intern(agent.rawValue))
    if let known = index[key] { return Int(known) }
    index.insert(key, Int32(keys.count))
    keys.append(key)
    return keys.count - 1
  }

  func kind(of slot: Int) -> KindID { KindID(UInt32(keys[slot] >> 32)) }
  /// The agent's number.
  func agent(of slot: Int) -> Int32 { Int32(truncatingIfNeeded: keys[slot] & 0xffff_ffff) }

  mutating func numbers(in frame: borrowing Frame) -> [Int32] { agents.numbers(in: frame) }

  private static func key(_ kind: KindID, _ agent: Int32) -> UInt64 {
    UInt64(kind.rawValue) << 32 | UInt64(UInt32(bitPattern: agent))
  }

  func write(to writer: inout ByteWriter) {
    writer.varint(UInt64(agents.ids.count))
    for id in agents.ids { writer.varint(id) }
    writer.varint(UInt64(keys.count))
    for key in keys {
      writer.varint(key >> 32)
      writer.varint(key & 0xffff_ffff)
    }
  }

  /// Nil where the bytes are whole but say something impossible.
  init?(from reader: inout ByteReader) throws(ByteError) {
    for _ in 0..<(try reader.count()) {
      let id = try reader.varint()
      guard agents[AgentID(id)] == nil else { return nil }
      _ = agents.intern(id)
    }
    for slot in 0..<(try reader.count(bytesEach: 2)) {
      let kind = try reader.varint()
      let agent = try reader.varint()
      guard kind <= UInt64(UInt32.max), agent < UInt64(agents.ids.count) else { return nil }
      guard index.insert(kind << 32 | agent, Int32(slot)) == nil else { return nil }
      keys.append(kind << 32 | agent)
    }
  }
}
