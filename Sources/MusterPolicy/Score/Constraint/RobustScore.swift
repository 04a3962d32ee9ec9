import MusterCore
import MusterMath

/// `robust`: the worst of an agent's means over the latest periods, so that one that is good only in some of them
/// stands behind one that always is: the least value over the models found, with a period of the past as a model
/// (``WorstCaseSearch`` does so for models that are given).
///
/// A period ends after `length` outcomes of all agents together; the last `periods` count, the running one included.
/// Each mean is drawn towards the prior as if that had been seen `strength` times, so what was seen once says little,
/// and a period in which the agent was not asked says nothing. A correction counts in the period of its decision, while
/// that counts. O(periods) an agent, O(1) expected an outcome.
public struct RobustScore: ListScorer {
  private struct Entry: DecisionEntry {
    var decision: UInt64
    var slot: Int32
    var period: UInt64
    var reward: Double
  }

  private let periods: Int
  private let length: UInt64
  private let prior: Double
  private let strength: Double
  private let byKind: Bool
  private var pairs = PairIndex()
  /// For each pair as many cells as there are periods; period p is in cell p % periods.
  private var counts: [Double] = []
  private var sums: [Double] = []
  private var seen: UInt64 = 0
  private var ring = DecisionRing<Entry>(capacity: 1 << 14)

  init(_ arguments: Arguments) {
    periods = arguments.integer("periods")
    length = UInt64(arguments.integer("length"))
    prior = arguments.number("prior")
    strength = arguments.number("strength")
    byKind = arguments.isByKind
  }

  public var needsMemory: Bool { true }

  public mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let kind = byKind ? frame.tasks[task].kind : KindID(0)
    let numbers = pairs.numbers(in: frame)
    for i in 0..<rows.count {
      let slot = pairs.slot(kind, numbers[Int(rows[i])])
      scores[i] = Float(slot.map(least) ?? prior)
    }
  }

  private func least(_ slot: Int) -> Double {
    var least = Double.infinity
    for cell in (slot * periods)..<((slot + 1) * periods) where counts[cell] > 0 {
      least = min(least, (sums[cell] + strength * prior) / (counts[cell] + strength))
    }
    return least < .infinity ? least : prior
  }

  public mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes where outcome.reward.isFinite {
      let reward = min(max(outcome.reward, -FitToKind.bound), FitToKind.bound)
      let decision = outcome.decision.rawValue
      if outcome.replaces != nil {
        guard let entry = ring[decision] else { continue }
        if entry.period + UInt64(periods) > period {
          sums[cell(Int(entry.slot), entry.period)] += reward - entry.reward
        }
        ring.update(decision) { $0.reward = reward }
        continue
      }
      let slot = pairs.intern(byKind ? outcome.kind : KindID(0), outcome.agent)
      while counts.count < pairs.count * periods {
        counts.append(0)
        sums.append(0)
      }
      if seen > 0, seen % length == 0 { clear(period) }
      counts[cell(slot, period)] += 1
      sums[cell(slot, period)] += reward
      if !ring.contains(decision) {
        ring.push(Entry(decision: decision, slot: Int32(slot), period: period, reward: reward))
      }
      seen += 1
    }
  }

  /// The period that is running.
  private var period: UInt64 { seen / length }

  private func cell(_ slot: Int, _ period: UInt64) -> Int { slot * periods + Int(period % UInt64(periods)) }

  private mutating func clear(_ period: UInt64) {
    for slot in 0..<pairs.count {
      counts[cell(slot, period)] = 0
      sums[cell(slot, period)] = 0
    }
  }

  public func snapshot() -> [UInt8] {
    if seen == 0 { return [] }
    var writer = ByteWriter()
    writer.varint(seen)
    pairs.write(to: &writer)
    for cell in counts.indices {
      writer.double(counts[cell])
      writer.double(sums[cell])
    }
    ring.write(to: &writer) { entry, writer in
      writer.varint(entry.decision)
      writer.varint(UInt64(entry.slot))
      writer.varint(entry.period)
      writer.double(entry.reward)
    }
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    var restored = self
    restored.pairs = PairIndex()
    (restored.counts, restored.sums, restored.seen) = ([], [], 0)
    restored.ring = DecisionRing(capacity: ring.capacity)
    if !bytes.isEmpty {
      let blank = restored
      restored = try Learned.read(bytes, word: "robust") {
        (reader: inout ByteReader) throws(ByteError) -> RobustScore? in
        var restored = blank
        return try restored.read(&reader) ? restored : nil
      }
    }
    self = restored
  }

  /// False where the bytes are whole but say something impossible.
  private mutating func read(_ reader: inout ByteReader) throws(ByteError) -> Bool {
    seen = try reader.varint()
    guard seen > 0, let pairs = try PairIndex(from: &reader) else { return false }
    self.pairs = pairs
    for _ in 0..<(pairs.count * periods) {
      let (count, sum) = (try reader.double(), try reader.double())
      guard count >= 0, count.isFinite, sum.isFinite else { return false }
      counts.append(count)
      sums.append(sum)
    }
    let count = try reader.count(bytesEach: 11)
    guard count <= ring.capacity else { return false }
    for _ in 0..<count {
      let decision = try reader.varint()
      let slot = try reader.varint()
      let period = try reader.varint()
      let reward = try reader.double()
      guard slot < UInt64(pairs.count), period <= self.period, reward.isFinite, !ring.contains(decision)
      else {
        return false
      }
      ring.push(Entry(decision: decision, slot: Int32(slot), period: period, reward: reward))
    }
    return true
  }
}

extension RobustScore {
  static let word = Word.score(
    "robust",
    [
      Parameter(
        "periods", .integer(1...64), standard: .integer(4),
        meaning: "How many periods count, the running one included."
      ),
      Parameter(
        "length", .integer(1...1_000_000), standard: .integer(100),
        meaning: "How many outcomes of all agents make a period."),
      Parameter(
        "prior", .number(-1_000_000...1_000_000), standard: .number(1),
        meaning: "What an agent counts for before anything is known."),
      Parameter(
        "strength", .number(0...1_000_000), standard: .number(2),
        meaning: "How many observations of each period the prior counts for."),
      .learnedApart,
    ],
    meaning: "The worst of the agent's mean rewards over the latest periods.",
    source: "least value over the models found, IWOCS, arXiv 2410.06212",
    make: { .listScorer(RobustScore($0)) })
}
