import MusterCore
import MusterMath

/// `fastest`: minus the time in seconds that the task is expected to take on the agent: the mean time of its
/// successes with this kind of task, else with any task, else the time that an agent of its speed takes for a
/// second's work.
///
/// Failures tell nothing about how long success takes and do not count. O(1) expected an agent, about 20 ns.
public struct Fastest: ListScorer {
  private var byKind = PairMeans()
  /// All kinds together, under one.
  private var overall = PairMeans()
  private static let anyKind = KindID(0)

  public init() {}

  public mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let kind = frame.tasks[task].kind
    // Both books know the same agents in the same order.
    let numbers = byKind.numbers(in: frame)
    for i in 0..<rows.count {
      let row = Int(rows[i])
      var (count, seconds) = byKind.totals(kind, numbers[row])
      if count == 0 { (count, seconds) = overall.totals(Fastest.anyKind, numbers[row]) }
      let expected = count > 0 ? seconds / count : 1 / frame.pool.agents[row].speed
      scores[i] = -Float(min(expected, FitToKind.bound))
    }
  }

  public mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes where outcome.succeeded && !outcome.isCorrection {
      let seconds = Double(max(outcome.duration, 0)) * 1e-9
      _ = byKind.add(seconds, kind: outcome.kind, agent: outcome.agent)
      _ = overall.add(seconds, kind: Fastest.anyKind, agent: outcome.agent)
    }
  }

  public func snapshot() -> [UInt8] {
    if byKind.slotCount == 0 { return [] }
    var writer = ByteWriter()
    byKind.write(to: &writer)
    overall.write(to: &writer)
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    if bytes.isEmpty {
      self = Fastest()
      return
    }
    let (byKind, overall) = try Learned.read(bytes, word: "fastest") {
      (reader: inout ByteReader) throws(ByteError) -> (PairMeans, PairMeans)? in
      guard let byKind = try PairMeans(from: &reader), let overall = try PairMeans(from: &reader),
        byKind.agents.ids == overall.agents.ids
      else { return nil }
      return (byKind, overall)
    }
    self.byKind = byKind
    self.overall = overall
  }
}

extension Fastest {
  static let word = Word.score(
    "fastest", meaning: "Minus the expected seconds: of this kind, else of any, else by the agent's speed.",
    source: "common", make: { _ in .listScorer(Fastest()) })
}
