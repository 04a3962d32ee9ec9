import MusterCore
import MusterMath

/// What the latest decisions were counted with and when, oldest first: what a sliding window lets go, and what a
/// discounted or reset statistic must know to take a correction in. O(1) expected an operation; some 60 bytes each
/// and 4 a feature.
struct EvidenceRing: Sendable {
  struct Evidence: DecisionEntry {
    var decision: UInt64
    /// The arm that it counts for.
    var arm: Int32
    /// The number of the observation.
    var time: UInt64
    var reward: Double
    /// Only where a window needs them to take them back.
    var features: [Float] = []
  }

  private var ring: DecisionRing<Evidence>

  init(capacity: Int) { ring = DecisionRing(capacity: capacity) }

  var capacity: Int { ring.capacity }
  var count: Int { ring.count }

  subscript(decision: DecisionID) -> Evidence? { ring[decision.rawValue] }

  mutating func setReward(_ reward: Double, of decision: DecisionID) {
    ring.update(decision.rawValue) { $0.reward = reward }
  }

  /// Adds the evidence of a new decision.
  /// - Returns: the oldest, which falls out when there was no room.
  mutating func push(_ evidence: Evidence) -> Evidence? { ring.push(evidence) }

  /// Keeps the evidence under numbers that no decision has.
  mutating func forgetDecisions() {
    var anonymous = EvidenceRing(capacity: capacity)
    var number = UInt64.max
    for evidence in ring.ordered {
      var evidence = evidence
      evidence.decision = number
      number -= 1
      _ = anonymous.push(evidence)
    }
    self = anonymous
  }

  func write(to writer: inout ByteWriter) {
    ring.write(to: &writer) { entry, writer in
      writer.varint(entry.decision)
      writer.varint(UInt64(entry.arm))
      writer.varint(entry.time)
      writer.double(entry.reward)
      writer.varint(UInt64(entry.features.count))
      for feature in entry.features { writer.float(feature) }
    }
  }

  /// Reads a ring whose evidence of each arm is no younger than the arm itself, as far as `times` says; nil where
  /// the bytes are whole but say something impossible.
  init?(from reader: inout ByteReader, capacity: Int, times: [UInt64]) throws(ByteError) {
    self.init(capacity: capacity)
    let count = try reader.count(bytesEach: 12)
    if count > capacity { return nil }
    for _ in 0..<count {
      let decision = try reader.varint()
      let arm = try reader.varint()
      let at = try reader.varint()
      let reward = try reader.double()
      var features: [Float] = []
      for _ in 0..<(try reader.count(bytesEach: 4)) { features.append(try reader.float()) }
      guard arm < UInt64(times.count), at <= times[Int(arm)], reward.isFinite,
        features.allSatisfy(\.isFinite),
        !ring.contains(decision)
      else { return nil }
      _ = push(Evidence(decision: decision, arm: Int32(arm), time: at, reward: reward, features: features))
    }
  }
}
