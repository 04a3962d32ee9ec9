import MusterCore
import MusterMath

/// `cvar`: the mean of an agent's worst rewards, so that one that sometimes fails badly stands behind one that is
/// steady: the conditional value at risk of its last `window` rewards at `level` (``TailRisk``).
///
/// It is drawn towards the prior as if that had been seen `strength` times; above what agents earn the prior is
/// optimistic, so each is tried. A correction takes the place of what its decision brought, while that is in the
/// window. O(1) expected an agent, O(window log window) an outcome.
public struct TailScore: ListScorer {
  private let level: Double
  private let window: Int
  private let prior: Double
  private let strength: Double
  private let byKind: Bool
  private var pairs = PairIndex()
  /// The latest rewards of each pair, the oldest first.
  private var samples: [[Double]] = []
  private var worst: [Double] = []

  init(_ arguments: Arguments) {
    level = arguments.number("level")
    window = arguments.integer("window")
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
      scores[i] = Float(slot.map { worst[$0] } ?? prior)
    }
  }

  public mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes where outcome.reward.isFinite {
      let reward = min(max(outcome.reward, -FitToKind.bound), FitToKind.bound)
      let kind = byKind ? outcome.kind : KindID(0)
      if let old = outcome.replaces {
        guard let slot = pairs.slot(kind, outcome.agent),
          let place = samples[slot].lastIndex(of: min(max(old, -FitToKind.bound), FitToKind.bound))
        else { continue }
        samples[slot][place] = reward
        worst[slot] = value(samples[slot])
        continue
      }
      let slot = pairs.intern(kind, outcome.agent)
      if slot == samples.count {
        samples.append([])
        worst.append(prior)
      }
      if samples[slot].count == window { samples[slot].removeFirst() }
      samples[slot].append(reward)
      worst[slot] = value(samples[slot])
    }
  }

  private func value(_ sample: [Double]) -> Double {
    let tail = TailRisk.conditionalValue(sample, level: level) ?? prior
    let count = Double(sample.count)
    return (count * tail + strength * prior) / (count + strength)
  }

  public func snapshot() -> [UInt8] {
    if samples.isEmpty { return [] }
    var writer = ByteWriter()
    pairs.write(to: &writer)
    for sample in samples {
      writer.varint(UInt64(sample.count))
      for reward in sample { writer.double(reward) }
    }
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    var restored = self
    (restored.pairs, restored.samples) = (PairIndex(), [])
    if !bytes.isEmpty {
      let window = window
      (restored.pairs, restored.samples) = try Learned.read(bytes, word: "cvar") {
        (reader: inout ByteReader) throws(ByteError) -> (PairIndex, [[Double]])? in
        guard let pairs = try PairIndex(from: &reader) else { return nil }
        var samples: [[Double]] = []
        for _ in 0..<pairs.count {
          var sample: [Double] = []
          for _ in 0..<(try reader.count(bytesEach: 8)) { sample.append(try reader.double()) }
          guard sample.count <= window, !sample.isEmpty, sample.allSatisfy(\.isFinite) else { return nil }
          samples.append(sample)
        }
        return (pairs, samples)
      }
    }
    restored.worst = restored.samples.map(restored.value)
    self = restored
  }
}

extension TailScore {
  static let word = Word.score(
    "cvar",
    [
      Parameter(
        "level", .number(0.001...1), standard: .number(0.1),
        meaning: "The share of an agent's rewards, the worst, that counts; 1 is the mean."),
      Parameter(
        "window", .integer(1...100_000), standard: .integer(200),
        meaning: "How many of its latest rewards count."),
      Parameter(
        "prior", .number(-1_000_000...1_000_000), standard: .number(1),
        meaning: "What an agent counts for before anything is known."),
      Parameter(
        "strength", .number(0...1_000_000), standard: .number(1),
        meaning: "How many observations the prior counts for."),
      .learnedApart,
    ],
    meaning: "Mean of the agent's worst past rewards.",
    source: "conditional value at risk, Rockafellar and Uryasev, 2000; arXiv 2501.13028",
    make: { .listScorer(TailScore($0)) })
}
