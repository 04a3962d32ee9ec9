import MusterCore
import MusterMath

/// Counts and sums of something observed, by agent. O(1) expected for each observation; 24 bytes an agent.
struct AgentTotals: Sendable {
  private(set) var agents = AgentBook()
  private(set) var counts: [Double] = []
  private(set) var sums: [Double] = []

  init() {}

  var isEmpty: Bool { agents.ids.isEmpty }

  /// Adds an observation, in place of another if there is one that it replaces.
  mutating func add(_ value: Double, replacing old: Double? = nil, agent: AgentID) {
    let number = Int(agents.intern(agent.rawValue))
    if number == counts.count {
      counts.append(0)
      sums.append(0)
    }
    if let old {
      sums[number] += value - old
    } else {
      counts[number] += 1
      sums[number] += value
    }
  }

  /// Adds what another observed.
  mutating func merge(_ other: AgentTotals) {
    for (theirs, id) in other.agents.ids.enumerated() {
      let number = Int(agents.intern(id))
      if number == counts.count {
        counts.append(0)
        sums.append(0)
      }
      counts[number] += other.counts[theirs]
      sums[number] += other.sums[theirs]
    }
  }

  /// For each row of the pool the agent's number, or -1 if nothing was learned about it.
  mutating func numbers(in frame: borrowing Frame) -> [Int32] { agents.numbers(in: frame) }

  func write(to writer: inout ByteWriter) {
    writer.varint(UInt64(counts.count))
    for (number, id) in agents.ids.enumerated() {
      writer.varint(id)
      writer.double(counts[number])
      writer.double(sums[number])
    }
  }

  /// Nil where the bytes are whole but say something impossible.
  init?(from reader: inout ByteReader) throws(ByteError) {
    for number in 0..<(try reader.count(bytesEach: 17)) {
      let id = try reader.varint()
      let count = try reader.double()
      let sum = try reader.double()
      guard Int(agents.intern(id)) == number, count >= 0, count.isFinite, sum.isFinite else { return nil }
      counts.append(count)
      sums.append(sum)
    }
  }
}
