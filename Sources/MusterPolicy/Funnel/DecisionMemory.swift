import MusterCore
import MusterMath

/// What the latest decisions were made with and what they brought: so that an outcome comes to its stages with the
/// features then seen, and a correction with what it corrects. A ring: the oldest decisions are forgotten, and what
/// is then heard of them is dropped, because nobody knows any more what it would change.
///
/// O(1) expected a decision; some 60 bytes each and 4 a feature.
struct DecisionMemory: Sendable {
  struct Entry: DecisionEntry {
    var decision: UInt64
    /// NaN until an outcome has come.
    var reward = Double.nan
    /// For each stage with features: its place, how many, then the features.
    var features: [Float] = []
  }

  static let capacity = 1 << 14

  private var ring = DecisionRing<Entry>(capacity: DecisionMemory.capacity)
  /// Decisions up to this one may have been forgotten.
  private var forgottenThrough: UInt64?

  init() {}

  mutating func recall(_ decision: DecisionID, features: [Float]) {
    note(decision.rawValue) { $0.features = features }
  }

  /// The outcome with what is remembered of its decision, which from now on counts with the outcome's reward; nil
  /// where the decision is forgotten.
  mutating func resolve(_ outcome: Outcome) -> Outcome? {
    let decision = outcome.decision.rawValue
    let entry = ring[decision]
    if entry == nil, let forgottenThrough, decision <= forgottenThrough { return nil }
    var known = outcome
    known.features = entry?.features ?? []
    known.replaces = entry.flatMap { $0.reward.isNaN ? nil : $0.reward }
    note(decision) { $0.reward = outcome.reward }
    return known
  }

  /// The outcome as one stage sees it: with its own features only.
  static func part(_ outcome: Outcome, of stage: Int) -> Outcome {
    var part = outcome
    part.features = []
    var at = 0
    let all = outcome.features
    while at + 2 <= all.count, let count = Int(exactly: all[at + 1]), count >= 0, count <= all.count - at - 2
    {
      if all[at] == Float(stage) { part.features = Array(all[(at + 2)..<(at + 2 + count)]) }
      at += 2 + count
    }
    return part
  }

  /// Changes the entry of a decision, made if there is none.
  private mutating func note(_ decision: UInt64, _ change: (inout Entry) -> Void) {
    if !ring.contains(decision), let forgotten = ring.push(Entry(decision: decision)) {
      forgottenThrough = max(forgottenThrough ?? 0, forgotten.decision)
    }
    ring.update(decision, change)
  }

  func snapshot() -> [UInt8] {
    if ring.isEmpty { return [] }
    var writer = ByteWriter()
    writer.varint(forgottenThrough.map { $0 &+ 1 } ?? 0)
    ring.write(to: &writer) { entry, writer in
      writer.varint(entry.decision)
      writer.double(entry.reward)
      writer.varint(UInt64(entry.features.count))
      for feature in entry.features { writer.float(feature) }
    }
    return writer.bytes
  }

  init(_ bytes: [UInt8]) throws(PolicyError) {
    if bytes.isEmpty { return }
    self = try Learned.read(bytes, word: "decisions") {
      (reader: inout ByteReader) throws(ByteError) -> DecisionMemory? in
      var memory = DecisionMemory()
      let forgotten = try reader.varint()
      memory.forgottenThrough = forgotten == 0 ? nil : forgotten &- 1
      for _ in 0..<(try reader.count(bytesEach: 10)) {
        let decision = try reader.varint()
        let reward = try reader.double()
        guard !memory.ring.contains(decision), reward.isNaN || reward.isFinite else { return nil }
        var features: [Float] = []
        for _ in 0..<(try reader.count(bytesEach: 4)) {
          let feature = try reader.float()
          guard feature.isFinite else { return nil }
          features.append(feature)
        }
        memory.note(decision) { $0 = Entry(decision: decision, reward: reward, features: features) }
      }
      return memory
    }
  }
}
