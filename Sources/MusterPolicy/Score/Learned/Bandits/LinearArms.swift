import MusterCore
import MusterMath

/// Ridge regressions of the reward on the ``PairContext``, one for all agents or one for each, under a
/// ``Forgetting``: what the linear bandits know.
///
/// Time is counted in observations of all arms together. A discounted arm is brought up to date when it learns; until
/// then its coefficients stand and its width grows: what is asked for is the smaller of two bounds of x^T A^-1 x, the
/// old one over what is left of the evidence, and |x|^2 / ridge. A correction changes b by the difference times what
/// its observation still counts for.
struct LinearArms: Sendable {
  let isShared: Bool
  let ridge: Double
  let forgetting: Forgetting

  private(set) var agents = AgentBook()
  /// Shared: the one arm. Else arm 0 never learns and stands for agents not known yet, arm n + 1 is the agent of
  /// number n.
  private(set) var bank: RidgeBank<Float>
  private var times: [UInt64] = [0]
  private var resets: [UInt64] = [0]
  private var detectors = [ChangeDetector()]
  private var ring: EvidenceRing
  private(set) var now: UInt64 = 0

  // The candidates asked about last, and what was found.
  private var rows: [Int32] = []
  private var arms: [Int32] = []
  private var contexts: [Float] = []
  private(set) var means: [Float] = []
  private(set) var widths: [Float] = []

  /// Rewards are clipped to this on either side.
  static let bound = 1e6

  init(isShared: Bool, ridge: Double, forgetting: Forgetting) {
    self.isShared = isShared
    self.ridge = ridge
    self.forgetting = forgetting
    bank = RidgeBank(dimension: PairContext.dimension, ridge: ridge)
    bank.append()
    ring = EvidenceRing(capacity: forgetting.ringCapacity)
  }

  var blank: LinearArms { LinearArms(isShared: isShared, ridge: ridge, forgetting: forgetting) }

  /// Computes ``means`` and ``widths`` for the candidates of a task. O(d^2 / 2) each.
  mutating func predict(_ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame) {
    lookAt(task, rows, in: frame)
    let known = isShared ? [] : agents.numbers(in: frame)
    if !isShared {
      arms.removeAll(keepingCapacity: true)
      for row in rows { arms.append(known[Int(row)] + 1) }
    }
    contexts.withUnsafeBufferPointer { contexts in
      means.withUnsafeMutableBufferPointer { means in
        widths.withUnsafeMutableBufferPointer { widths in
          guard let means = means.baseAddress, let widths = widths.baseAddress else { return }
          if isShared {
            bank.predict(0, atEach: contexts, means: means, widths: widths)
          } else {
            arms.withUnsafeBufferPointer { bank.predict($0, at: contexts, means: means, widths: widths) }
          }
        }
      }
    }
    if !isShared && forgetting.discount.forgets { widen() }
  }

  /// The context that the candidate in this row was judged by.
  mutating func features(for task: Int, agent: Int, in frame: borrowing Frame, into features: inout [Float]) {
    guard let index = isShared ? rows.firstIndex(of: Int32(agent)) : 0 else { return }
    features.append(
      contentsOf: contexts[index * PairContext.dimension..<(index + 1) * PairContext.dimension])
  }

  mutating func observe(_ outcome: Outcome) {
    let x = outcome.features
    guard x.count == PairContext.dimension, x.allSatisfy(\.isFinite) else { return }
    let reward = min(max(outcome.reward, -LinearArms.bound), LinearArms.bound)
    if let replaced = outcome.replaces {
      correct(outcome, x, reward, min(max(replaced, -LinearArms.bound), LinearArms.bound))
    } else {
      count(outcome, x, reward)
    }
  }

  /// Adds what another learned by its own time.
  mutating func merge(_ other: LinearArms) {
    var other = other
    for theirs in (isShared ? 0 : 1)..<other.bank.count {
      other.bringUpToDate(theirs)
      let mine = isShared ? 0 : arm(of: other.agents.ids[theirs - 1])
      bringUpToDate(mine)
      bank.merge(other.bank, arm: theirs, into: mine)
    }
  }

  /// See ``Learner/forgetDecisions()``.
  mutating func forgetDecisions() { ring.forgetDecisions() }

  /// Coefficients drawn from what is believed of the shared ones: normal about theta with covariance
  /// scale^2 A^-1. O(d^3 / 6).
  mutating func sampleShared(scale: Double, random: inout Random, into theta: inout [Float]) {
    bank.sample(0, scale: scale, random: &random, into: &theta)
  }

  /// The scalar product of each candidate's context with some coefficients, into ``means``.
  mutating func project(_ theta: [Float]) {
    for k in rows.indices {
      var sum: Float = 0
      for i in 0..<PairContext.dimension { sum += theta[i] * contexts[k * PairContext.dimension + i] }
      means[k] = sum
    }
  }

  private mutating func lookAt(_ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame) {
    self.rows.removeAll(keepingCapacity: true)
    self.rows.append(contentsOf: rows)
    let room = PairContext.dimension * (isShared ? max(rows.count, 1) : 1)
    if isShared ? contexts.count < room : contexts.isEmpty {
      contexts.append(contentsOf: repeatElement(0, count: room - contexts.count))
    } else if contexts.count > room {
      contexts.removeLast(contexts.count - room)
    }
    if means.count < rows.count {
      means = Array(repeating: 0, count: rows.count)
      widths = means
    }
    contexts.withUnsafeMutableBufferPointer { contexts in
      if isShared {
        PairContext.write(task: task, rows, in: frame, to: contexts)
      } else {
        PairContext.write(task: task, in: frame, to: contexts)
      }
    }
  }

  private mutating func widen() {
    var square: Float = 0
    for x in contexts { square += x * x }
    let most = square / Float(ridge)
    for i in arms.indices {
      let left = Float(forgetting.discount[now - times[Int(arms[i])]])
      widths[i] = left > 0 ? min(widths[i] / left, most) : most
    }
  }

  private mutating func count(_ outcome: Outcome, _ x: [Float], _ reward: Double) {
    let arm = isShared ? 0 : arm(of: outcome.agent.rawValue)
    now += 1
    bringUpToDate(arm)
    x.withUnsafeBufferPointer { x in
      if !isShared && forgetting.detect != .none && bank.weights[arm] >= Forgetting.leastEvidence {
        let residual = reward - Double(bank.predict(arm, at: x).mean)
        if detectors[arm].add(
          residual, rule: forgetting.detect, slack: forgetting.slack, threshold: forgetting.threshold)
        {
          bank.reset(arm)
          resets[arm] = now
        }
      }
      bank.add(x, reward: reward, to: arm)
    }
    let evidence = EvidenceRing.Evidence(
      decision: outcome.decision.rawValue, arm: Int32(arm), time: now, reward: reward,
      features: forgetting.window > 0 ? x : [])
    if let fallen = ring.push(evidence), forgetting.window > 0, fallen.time >= resets[Int(fallen.arm)] {
      let weight = forgetting.discount[times[Int(fallen.arm)] - fallen.time]
      fallen.features.withUnsafeBufferPointer { x in
        _ = bank.remove(x, reward: fallen.reward, from: Int(fallen.arm), weight: weight)
      }
    }
  }

  private mutating func correct(_ outcome: Outcome, _ x: [Float], _ reward: Double, _ replaced: Double) {
    var weight = 1.0
    var arm = isShared ? 0 : agents[outcome.agent].map { Int($0) + 1 }
    if ring.capacity > 0 {
      guard let evidence = ring[outcome.decision] else { return }
      ring.setReward(reward, of: outcome.decision)
      arm = Int(evidence.arm)
      if evidence.time < resets[Int(evidence.arm)] { return }
      // As of the time to which the arm's statistics are.
      weight = forgetting.discount[times[Int(evidence.arm)] - evidence.time]
    }
    guard let arm else { return }
    x.withUnsafeBufferPointer { _ = bank.correct($0, by: reward - replaced, at: arm, weight: weight) }
  }

  private mutating func bringUpToDate(_ arm: Int) {
    if forgetting.discount.forgets && now > times[arm] {
      bank.decay(arm, by: forgetting.discount[now - times[arm]])
    }
    times[arm] = now
  }

  private mutating func arm(of agent: UInt64) -> Int {
    let arm = Int(agents.intern(agent)) + 1
    if arm == bank.count { append() }
    return arm
  }

  private mutating func append() {
    bank.append()
    times.append(now)
    resets.append(0)
    detectors.append(ChangeDetector())
  }
}

/// As bytes.
extension LinearArms {
  func write(to writer: inout ByteWriter) {
    writer.varint(now)
    writer.varint(UInt64(agents.ids.count))
    for id in agents.ids { writer.varint(id) }
    for arm in times.indices {
      writer.varint(times[arm])
      writer.varint(resets[arm])
      detectors[arm].write(to: &writer)
    }
    bank.write(to: &writer)
    ring.write(to: &writer)
  }

  /// Reads arms of the same parameters as `like`; nil where the bytes are whole but say something impossible.
  init?(from reader: inout ByteReader, like: LinearArms) throws(ByteError) {
    self = like.blank
    now = try reader.varint()
    for _ in 0..<(try reader.count()) { _ = agents.intern(try reader.varint()) }
    if isShared && !agents.ids.isEmpty { return nil }
    while times.count <= agents.ids.count {
      times.append(0)
      resets.append(0)
      detectors.append(ChangeDetector())
    }
    for arm in times.indices {
      times[arm] = try reader.varint()
      resets[arm] = try reader.varint()
      guard times[arm] <= now, resets[arm] <= now, let detector = try ChangeDetector(from: &reader) else {
        return nil
      }
      detectors[arm] = detector
    }
    guard
      let bank = try RidgeBank<Float>(from: &reader, dimension: PairContext.dimension, ridge: ridge),
      bank.count == times.count,
      let ring = try EvidenceRing(from: &reader, capacity: ring.capacity, times: times)
    else { return nil }
    self.bank = bank
    self.ring = ring
  }
}
