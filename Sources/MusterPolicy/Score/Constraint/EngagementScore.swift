import MusterCore
import MusterMath

/// `engagement`: what a try is worth in the long run for a tenant who may leave. Successes take the tenant up a level,
/// failures down by one, and below the lowest it is gone (``EngagementProgram``).
///
/// With the agent's chance of success p (its mean so far, as if it had one success and one failure more) the score is
/// (1 - discount) [p (1 + discount v(level + 1)) + (1 - p) discount v(level - 1)], within 0...1: the same order of
/// agents on every level, but the differences between them are larger where the tenant is about to leave. So beside
/// another score, as of price, it says where a better agent is worth it. A tenant begins in the middle; one that is
/// still there after its last level counts as on the lowest. Values are worked out anew every 32 outcomes. O(1)
/// expected an agent; O(levels (levels + agents)) every 32 outcomes.
public struct EngagementScore: ListScorer {
  private let levels: Int
  private let discount: Double
  private var successes = AgentTotals()
  /// Levels of tenants that have been served, by ``TenantID``; 0 for the others.
  private var level: [UInt16] = []
  private var since = 0
  private var program: EngagementProgram?

  static let refresh = 32
  /// Tenants beyond this are not told apart from new ones.
  static let tenantLimit = 1 << 20

  init(_ arguments: Arguments) {
    levels = arguments.integer("levels")
    discount = arguments.number("discount")
    program = value()
  }

  public mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let numbers = successes.numbers(in: frame)
    let level = standing(of: frame.tasks[task].tenant)
    for i in 0..<rows.count {
      let action = EngagementProgram.Action(success: chance(Int(numbers[Int(rows[i])])))
      scores[i] = Float((1 - discount) * (program?.worth(of: action, at: level) ?? 0))
    }
  }

  private func chance(_ number: Int) -> Double {
    number < 0 ? 0.5 : (successes.sums[number] + 1) / (successes.counts[number] + 2)
  }

  private func standing(of tenant: TenantID) -> Int {
    let row = Int(tenant.rawValue)
    return row < level.count && level[row] > 0 ? Int(level[row]) : (levels + 1) / 2
  }

  public mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes where !outcome.isCorrection {
      successes.add(outcome.succeeded ? 1 : 0, agent: outcome.agent)
      let row = Int(outcome.tenant.rawValue)
      if row < EngagementScore.tenantLimit {
        let next = standing(of: outcome.tenant) + (outcome.succeeded ? 1 : -1)
        while level.count <= row { level.append(0) }
        level[row] = UInt16(min(max(next, 1), levels))
      }
      since += 1
      if since == EngagementScore.refresh {
        since = 0
        program = value()
      }
    }
  }

  /// What levels are worth with the agents that are known; one that succeeds half the time, before there are any.
  private func value() -> EngagementProgram? {
    let known = successes.counts.indices.map { EngagementProgram.Action(success: chance($0)) }
    return try? EngagementProgram(
      levels: levels, discount: discount, actions: known.isEmpty ? [.init(success: 0.5)] : known)
  }

  public func snapshot() -> [UInt8] {
    guard !successes.isEmpty, let program else { return [] }
    var writer = ByteWriter()
    successes.write(to: &writer)
    writer.varint(UInt64(level.count))
    for one in level { writer.varint(UInt64(one)) }
    writer.varint(UInt64(since))
    for value in program.values { writer.double(value) }
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    var restored = self
    (restored.successes, restored.level, restored.since) = (AgentTotals(), [], 0)
    restored.program = restored.value()
    if !bytes.isEmpty {
      let blank = restored
      restored = try Learned.read(bytes, word: "engagement") {
        (reader: inout ByteReader) throws(ByteError) -> EngagementScore? in
        var restored = blank
        return try restored.read(&reader) ? restored : nil
      }
    }
    self = restored
  }

  /// False where the bytes are whole but say something impossible.
  private mutating func read(_ reader: inout ByteReader) throws(ByteError) -> Bool {
    guard let successes = try AgentTotals(from: &reader), !successes.isEmpty else { return false }
    self.successes = successes
    let count = try reader.count()
    guard count <= EngagementScore.tenantLimit else { return false }
    for _ in 0..<count {
      let one = try reader.varint()
      guard one <= UInt64(levels) else { return false }
      level.append(UInt16(one))
    }
    let since = try reader.varint()
    guard since < UInt64(EngagementScore.refresh) else { return false }
    self.since = Int(since)
    var values: [Double] = []
    for _ in 0...levels { values.append(try reader.double()) }
    return program?.resume(at: values) == true
      && zip(successes.counts, successes.sums).allSatisfy { $0 > 0 && $1 >= 0 && $1 <= $0 }
  }
}

extension EngagementScore {
  static let word = Word.score(
    "engagement",
    [
      Parameter(
        "levels", .integer(1...1000), standard: .integer(5),
        meaning: "How many failures in a row, from the top, a tenant bears before it leaves."),
      Parameter(
        "discount", .number(0...0.999), standard: .number(0.9),
        meaning: "What the next try of a tenant counts for beside this one."),
    ],
    meaning: "What a try is worth in the long run for a tenant who may leave.",
    source: "content selection with disengagement, arXiv 2410.13108",
    make: { .listScorer(EngagementScore($0)) })
}
