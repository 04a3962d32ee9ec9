import MusterCore
import MusterMath

/// How often each agent's answers to each kind of task were right, and what its vote counts for by that: the log-odds
/// of being right (Nitzan and Paroush, 1982), at least 0. A run of a ballot counts by its agreement with the vote, any
/// other try by its success. O(1) expected an outcome and a question.
struct VoteSkills: Sendable {
  private var means = PairMeans()

  init() {}

  var isEmpty: Bool { means.slotCount == 0 }

  /// The agents' numbers, for ``weight(_:_:)``.
  mutating func numbers(in frame: borrowing Frame) -> [Int32] { means.numbers(in: frame) }

  mutating func observe(_ outcome: Outcome) {
    let isWord = outcome.agreement != nil || (!outcome.isCorrection && outcome.ballot == nil)
    guard isWord else { return }
    let isRight = outcome.agreement ?? outcome.succeeded
    _ = means.add(isRight ? 1 : 0, kind: outcome.kind, agent: outcome.agent)
  }

  /// What a vote counts for, 0...``Ballot/weightLimit``: 0 for an agent that nothing is known of, whose answer is as
  /// likely wrong as right.
  func weight(_ kind: KindID, _ agent: Int32) -> Double {
    let (count, right) = means.totals(kind, agent)
    return min(max(Portable.log((right + 1) / (count - right + 1)), 0), Ballot.weightLimit)
  }

  func write(to writer: inout ByteWriter) { means.write(to: &writer) }

  /// Nil where the bytes are whole but say something impossible.
  init?(from reader: inout ByteReader) throws(ByteError) {
    guard let means = try PairMeans(from: &reader) else { return nil }
    self.means = means
  }

  /// A snapshot of nothing else; empty for nothing observed.
  var bytes: [UInt8] { means.bytes }

  /// Reads what ``bytes`` wrote.
  init(_ bytes: [UInt8], word: String) throws(PolicyError) { means = try PairMeans(bytes, word: word) }
}
