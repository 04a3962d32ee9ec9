import MusterCore
import MusterMath

/// `dynlin`: ``DynLinUCB`` over the ``PairContext``, for agents whose past work still shows in the next result
/// (caches, queues, learned habits). For each kind of task an assignment is kept for an epoch: the agent of the first
/// outcome in it scores one more than any other until as many outcomes as the epoch has rounds came back; the last
/// of them is learned. Where the agent is no candidate the next best serves, and the epoch waits for it.
///
/// A decision records the number of its epoch: what comes back late is not mistaken for the next epoch's. O(d^2 / 2)
/// an agent, about 120 ns.
public struct DynLin: ListScorer {
  static let name = "dynlin"

  private struct Epoch: Sendable {
    var number: UInt64 = 1
    /// Which agent stands, and for how many more outcomes; zero before the first.
    var agent: UInt64 = 0
    var left: UInt64 = 0
  }

  private let ridge: Double
  private let width: Double
  private let spectralRadius: Double
  private var model: DynLinUCB
  private var index = RowIndex()
  private var kinds: [UInt32] = []
  private var epochs: [Epoch] = []
  /// Which decisions the model learned from.
  private var learned = EvidenceRing(capacity: 4096)
  private var now: UInt64 = 0

  // The candidates asked about last.
  private var rows: [Int32] = []
  private var contexts: [Float] = []
  private var number: UInt64 = 1

  init(ridge: Double, width: Double, spectralRadius: Double) {
    self.ridge = ridge
    self.width = width
    self.spectralRadius = spectralRadius
    model = DynLinUCB(
      dimension: PairContext.dimension, ridge: ridge, width: width, spectralRadius: spectralRadius)
  }

  public var hasFeatures: Bool { true }

  public mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    self.rows.removeAll(keepingCapacity: true)
    self.rows.append(contentsOf: rows)
    let room = PairContext.dimension * rows.count
    if contexts.count < room { contexts.append(contentsOf: repeatElement(0, count: room - contexts.count)) }
    contexts.withUnsafeMutableBufferPointer { contexts in
      let contexts = UnsafeMutableBufferPointer(rebasing: contexts[..<room])
      PairContext.write(task: task, rows, in: frame, to: contexts)
      model.bounds(UnsafeBufferPointer(contexts), into: scores)
    }
    let epoch = index[UInt64(frame.tasks[task].kind.rawValue)].map { epochs[Int($0)] } ?? Epoch()
    number = epoch.number
    guard epoch.left > 0, let row = frame.pool.row(of: AgentID(epoch.agent)),
      let held = rows.firstIndex(of: Int32(row))
    else { return }
    var top = scores[held]
    for i in 0..<rows.count { top = max(top, scores[i]) }
    scores[held] = top + 1
  }

  public mutating func features(
    for task: Int, agent: Int, in frame: borrowing Frame, into features: inout [Float]
  ) {
    guard let index = rows.firstIndex(of: Int32(agent)) else { return }
    features.append(Float(number))
    features.append(
      contentsOf: contexts[index * PairContext.dimension..<(index + 1) * PairContext.dimension])
  }

  public mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes where outcome.reward.isFinite {
      let features = outcome.features
      guard features.count == PairContext.dimension + 1, features.allSatisfy(\.isFinite) else { continue }
      let reward = min(max(outcome.reward, -LinearArms.bound), LinearArms.bound)
      if outcome.replaces == nil { count(outcome, reward) } else { correct(outcome, reward) }
    }
  }

  private mutating func count(_ outcome: Outcome, _ reward: Double) {
    let kind = outcome.kind.rawValue
    let slot: Int
    if let known = index[UInt64(kind)] {
      slot = Int(known)
    } else {
      slot = epochs.count
      index.insert(UInt64(kind), Int32(slot))
      kinds.append(kind)
      epochs.append(Epoch())
    }
    guard outcome.features[0] == Float(epochs[slot].number) else { return }
    if epochs[slot].left == 0 {
      epochs[slot].agent = outcome.agent.rawValue
      epochs[slot].left = UInt64(model.rounds(inEpoch: Int(min(epochs[slot].number, 1 << 40))))
    }
    guard epochs[slot].agent == outcome.agent.rawValue else { return }
    epochs[slot].left -= 1
    guard epochs[slot].left == 0 else { return }
    epochs[slot].number += 1
    now += 1
    model.learn(Array(outcome.features.dropFirst()), reward)
    _ = learned.push(
      EvidenceRing.Evidence(decision: outcome.decision.rawValue, arm: 0, time: now, reward: reward))
  }

  private mutating func correct(_ outcome: Outcome, _ reward: Double) {
    guard let evidence = learned[outcome.decision] else { return }
    learned.setReward(reward, of: outcome.decision)
    let x = Array(outcome.features.dropFirst())
    x.withUnsafeBufferPointer { _ = model.bank.correct($0, by: reward - evidence.reward, at: 0) }
  }

  public mutating func forgetDecisions() { learned.forgetDecisions() }

  public func snapshot() -> [UInt8] {
    if epochs.isEmpty { return [] }
    var writer = ByteWriter()
    writer.varint(now)
    writer.varint(UInt64(epochs.count))
    for (kind, epoch) in zip(kinds, epochs) {
      writer.varint(UInt64(kind))
      writer.varint(epoch.number)
      writer.varint(epoch.agent)
      writer.varint(epoch.left)
    }
    model.bank.write(to: &writer)
    learned.write(to: &writer)
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    self = bytes.isEmpty ? blank : try read(bytes)
  }

  /// What the regressions learned adds up; each replica keeps its own assignments.
  public mutating func merge(_ bytes: [UInt8]) throws(PolicyError) {
    if bytes.isEmpty { return }
    model.bank.merge(try read(bytes).model.bank, arm: 0, into: 0)
    if epochs.isEmpty {
      // Something is known now, and a snapshot has to say so.
      kinds.append(0)
      epochs.append(Epoch())
      index.insert(0, 0)
    }
  }

  private var blank: DynLin { DynLin(ridge: ridge, width: width, spectralRadius: spectralRadius) }

  private func read(_ bytes: [UInt8]) throws(PolicyError) -> DynLin {
    let blank = blank
    return try Learned.read(bytes, word: DynLin.name) { (reader: inout ByteReader) throws(ByteError) in
      try DynLin(from: &reader, blank: blank)
    }
  }

  /// Nil where the bytes are whole but say something impossible.
  private init?(from reader: inout ByteReader, blank: DynLin) throws(ByteError) {
    self = blank
    now = try reader.varint()
    for slot in 0..<(try reader.count(bytesEach: 4)) {
      let kind = try reader.varint()
      let epoch = Epoch(number: try reader.varint(), agent: try reader.varint(), left: try reader.varint())
      guard kind <= UInt64(UInt32.max), epoch.number >= 1, epoch.left < 1 << 20,
        index.insert(kind, Int32(slot)) == nil
      else { return nil }
      kinds.append(UInt32(kind))
      epochs.append(epoch)
    }
    guard
      let bank = try RidgeBank<Float>(from: &reader, dimension: PairContext.dimension, ridge: ridge),
      bank.count == 1,
      let learned = try EvidenceRing(from: &reader, capacity: learned.capacity, times: [now])
    else { return nil }
    model.bank = bank
    self.learned = learned
  }
}

extension DynLin {
  static let word = Word.score(
    name,
    [
      Parameter(
        "width", .number(0...1_000_000), standard: .number(0.5),
        meaning: "How many standard errors are added to what is predicted."),
      Parameter(
        "ridge", .number(0.001...1_000_000), standard: .number(1),
        meaning: "How strongly coefficients are held near zero: lambda."),
      Parameter(
        "radius", .number(0.01...0.99), standard: .number(0.5),
        meaning: "How much of an agent's state is left after a task: larger keeps assignments longer."),
    ],
    meaning:
      "A linear model of what an agent brings once its past work has settled; keeps assignments for a time.",
    source: "DynLin-UCB, Mussi, Metelli and Restelli, ICML'23",
    make: {
      .listScorer(
        DynLin(
          ridge: $0.number("ridge"), width: $0.number("width"), spectralRadius: $0.number("radius")))
    })
}
