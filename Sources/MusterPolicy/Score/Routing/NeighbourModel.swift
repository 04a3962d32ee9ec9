import MusterMath

/// Rewards as those of like texts: a memory of the latest outcomes, searched whole.
///
/// O(outcomes x ``Projection/width``) a decision; 1 KiB an outcome. Texts are like by
/// the cosine of their projections. Nearest neighbours: Cover and Hart, 1967; for routing Hu et al.,
/// RouterBench, 2024. Weights by similarity: RouteLLM's "similarity-weighted ranking", with expected rewards
/// for its ratings.
struct NeighbourModel: RoutingModel {
  let vote: NeighbourVote
  let capacity: Int

  private var entries: [Entry] = []
  private var vectors: [Float] = []
  /// Where the oldest entry is, once the memory is full.
  private var oldest = 0
  private var index = RowIndex()
  private var asked: [Float] = []
  private var likeness: [Float] = []
  /// Whether ``likeness`` is that of the prepared text with all entries.
  private var isCompared = false

  private struct Entry: Sendable {
    var decision: UInt64
    var agent: Int32
    var reward: Float
  }

  init(_ vote: NeighbourVote, capacity: Int) {
    self.vote = vote
    self.capacity = max(capacity, 1)
  }

  mutating func prepare(_ row: SparseRow) {
    Projection.fill(&asked, from: row)
    isCompared = false
  }

  private mutating func compare() {
    if isCompared { return }
    isCompared = true
    likeness.removeAll(keepingCapacity: true)
    asked.withUnsafeBufferPointer { asked in
      vectors.withUnsafeBufferPointer { vectors in
        guard let asked = asked.baseAddress, let vectors = vectors.baseAddress else { return }
        for place in entries.indices { likeness.append(Projection.dot(asked, vectors, at: place)) }
      }
    }
  }

  mutating func deviation(of agent: Int32, mean: Double) -> Double {
    compare()
    var tally = NeighbourTally(vote)
    for place in entries.indices where entries[place].agent == agent {
      tally.add(likeness[place], Double(entries[place].reward) - mean)
    }
    return tally.result
  }

  mutating func learn(_ decision: UInt64, agent: Int32, reward: Double, mean: Double, replaced: Double?) {
    isCompared = false
    if let known = index[decision] {
      entries[Int(known)].reward = Float(reward)
      return
    }
    if replaced != nil { return }
    let entry = Entry(decision: decision, agent: agent, reward: Float(reward))
    if entries.count < capacity {
      index.insert(decision, Int32(entries.count))
      entries.append(entry)
      vectors.append(contentsOf: asked)
    } else {
      index.remove(entries[oldest].decision)
      index.insert(decision, Int32(oldest))
      entries[oldest] = entry
      for at in 0..<Projection.width { vectors[oldest * Projection.width + at] = asked[at] }
      oldest = (oldest + 1) % capacity
    }
  }

  mutating func fit(_ rows: [SparseRow], _ table: [RidgeFit.Observation], agents: Int) {
    self = NeighbourModel(vote, capacity: capacity)
    teach(rows, table)
  }

  /// Keeps the entries under numbers that no decision has.
  mutating func forgetDecisions() {
    index = RowIndex()
    for place in entries.indices {
      entries[place].decision = UInt64.max - UInt64(place)
      index.insert(entries[place].decision, Int32(place))
    }
  }

  func write(to writer: inout ByteWriter) {
    writer.varint(UInt64(entries.count))
    for turn in entries.indices {
      let place = (oldest + turn) % entries.count
      writer.varint(entries[place].decision)
      writer.varint(UInt64(entries[place].agent))
      writer.float(entries[place].reward)
      let vector = vectors[(place * Projection.width)..<((place + 1) * Projection.width)]
      writer.varint(UInt64(vector.count { $0 != 0 }))
      var next = vector.startIndex
      for at in vector.indices where vector[at] != 0 {
        writer.varint(UInt64(at - next))
        writer.float(vector[at])
        next = at + 1
      }
    }
  }

  mutating func read(from reader: inout ByteReader, agents: Int) throws(ByteError) -> Bool {
    for _ in 0..<(try reader.count(bytesEach: 7)) {
      let decision = try reader.varint()
      let agent = try reader.varint()
      let reward = try reader.float()
      asked = Array(repeating: 0, count: Projection.width)
      var next: UInt64 = 0
      for _ in 0..<(try reader.count(bytesEach: 5)) {
        let gap = try reader.varint()
        let value = try reader.float()
        guard gap < UInt64(Projection.width) - next, value.isFinite, value != 0 else { return false }
        asked[Int(next + gap)] = value
        next += gap + 1
      }
      guard agent < UInt64(agents), reward.isFinite, index[decision] == nil else { return false }
      learn(decision, agent: Int32(agent), reward: Double(reward), mean: 0, replaced: nil)
    }
    return true
  }
}
