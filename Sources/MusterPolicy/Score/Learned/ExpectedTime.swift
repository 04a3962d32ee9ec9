import MusterCore
import MusterMath

/// How long a task is expected to take on an agent: the mean time of the agent's successes with this kind of task, else
/// with any task. Failures tell nothing about how long success takes and do not count. O(1) expected to ask and to learn.
struct ExpectedTime: Sendable {
  private var byKind = PairMeans()
  /// All kinds together, under one.
  private var overall = PairMeans()
  private static let anyKind = KindID(0)

  init() {}

  var isEmpty: Bool { byKind.slotCount == 0 }

  /// For each row of the pool what ``seconds(_:_:)`` knows the agent by.
  mutating func numbers(in frame: borrowing Frame) -> [Int32] {
    // Both books know the same agents in the same order.
    byKind.numbers(in: frame)
  }

  /// The mean seconds; nil where nothing was seen of the agent.
  func seconds(_ kind: KindID, _ number: Int32) -> Double? {
    var (count, seconds) = byKind.totals(kind, number)
    if count == 0 { (count, seconds) = overall.totals(ExpectedTime.anyKind, number) }
    return count > 0 ? seconds / count : nil
  }

  mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes where outcome.succeeded && !outcome.isCorrection {
      let seconds = Double(max(outcome.duration, 0)) * 1e-9
      _ = byKind.add(seconds, kind: outcome.kind, agent: outcome.agent)
      _ = overall.add(seconds, kind: ExpectedTime.anyKind, agent: outcome.agent)
    }
  }

  func snapshot() -> [UInt8] {
    if isEmpty { return [] }
    var writer = ByteWriter()
    byKind.write(to: &writer)
    overall.write(to: &writer)
    return writer.bytes
  }

  /// - Parameter word: whose snapshot it is, for the error.
  init(_ bytes: [UInt8], word: String) throws(PolicyError) {
    if bytes.isEmpty { return }
    (byKind, overall) = try Learned.read(bytes, word: word) {
      (reader: inout ByteReader) throws(ByteError) -> (PairMeans, PairMeans)? in
      guard let byKind = try PairMeans(from: &reader), let overall = try PairMeans(from: &reader),
        byKind.agents.ids == overall.agents.ids
      else { return nil }
      return (byKind, overall)
    }
  }
}
