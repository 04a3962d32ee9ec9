import MusterCore
import MusterMath

/// `roles(hysteresis, discount)`: agents are kept to one kind of task each, such as prefill and decode, in numbers that
/// balance what the kinds get done: n_p b_p / T_p ~ n_d b_d / T_d (P/D-Serve, 2408.08147). With as many tasks of each
/// kind as there are, that is agents in proportion to the time that the kinds' tasks take together, which is learned
/// from what ends.
///
/// The active agents stand in the pool's tie order and every kind has a stretch of it, one agent at least; stretches
/// change when one is off its due by more than `hysteresis`, and then only the agents at their ends change roles. A task
/// waits while its kind's agents are busy; a kind that was never seen, or that no agent of its stretch could do, is kept
/// to none. O(agents) a decision, O(agents log agents) when agents join.
public struct Roles: ListScreen {
  let hysteresis: Double
  let discount: Double
  /// In the order in which they first ended.
  private var kinds: [Kind] = []
  private var order: [Int32] = []
  private var identity = PoolIdentity()

  private struct Kind: Sendable {
    var id: KindID
    /// Seconds of work that came to an end, older ones counting less.
    var work = 0.0
    /// The part of the agents that it has.
    var share = 0.0
  }

  /// - Parameters:
  ///   - hysteresis: by how much of all agents a kind's part may be off its due.
  ///   - discount: what the work seen so far counts for with each further outcome, above 0 and at most 1.
  public init(hysteresis: Double = 0.05, discount: Double = 0.999) {
    self.hysteresis = hysteresis
    self.discount = discount
  }

  public mutating func screen(
    _ candidates: inout Candidates, for task: Int, in frame: borrowing Frame, random: inout Random
  ) {
    guard kinds.count > 1, let kind = kinds.firstIndex(where: { $0.id == frame.tasks[task].kind }) else {
      return
    }
    let demand = frame.tasks[task].demand
    var isOwn = Array(repeating: false, count: frame.agentCount)
    var canBeDone = false
    for row in stretch(of: kind, in: frame) {
      isOwn[Int(row)] = true
      canBeDone = canBeDone || frame.pool.suits(demand, at: Int(row))
    }
    if canBeDone { candidates.keep { _, row in isOwn[Int(row)] } }
  }

  /// The agents of a kind, as rows. With fewer agents than kinds the last ones share the last agent.
  private mutating func stretch(of kind: Int, in frame: borrowing Frame) -> [Int32] {
    if identity.isNew(frame) || order.count != frame.agentCount {
      let ranks = frame.pool.tieRank
      order = (0..<Int32(frame.agentCount)).sorted {
        ranks[Int($0)] != ranks[Int($1)] ? ranks[Int($0)] < ranks[Int($1)] : $0 < $1
      }
    }
    let active = order.filter { frame.pool.status[Int($0)] == .active }
    guard !active.isEmpty else { return [] }
    // Each stretch ends where the shares so far say, but leaves an agent for itself and for each kind after it.
    var (start, end, share) = (0, 0, 0.0)
    for index in 0...kind {
      start = end
      share += kinds[index].share
      let due = Int((Double(active.count) * min(share, 1)).rounded())
      end = max(start + 1, min(due, active.count - (kinds.count - 1 - index)))
    }
    start = min(start, active.count - 1)
    return Array(active[start..<min(max(end, start + 1), active.count)])
  }

  public mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes where !outcome.isCorrection {
      for kind in kinds.indices { kinds[kind].work *= discount }
      let seconds = Double(max(outcome.duration, 1)) * 1e-9
      if let kind = kinds.firstIndex(where: { $0.id == outcome.kind }) {
        kinds[kind].work += seconds
      } else {
        kinds.append(Kind(id: outcome.kind, work: seconds))
      }
      settle()
    }
  }

  /// Gives every kind its due if any is too far off.
  private mutating func settle() {
    let total = kinds.reduce(0) { $0 + $1.work }
    guard total > 0, kinds.contains(where: { ($0.work / total - $0.share).magnitude > hysteresis }) else {
      return
    }
    for kind in kinds.indices { kinds[kind].share = kinds[kind].work / total }
  }

  public func snapshot() -> [UInt8] {
    if kinds.isEmpty { return [] }
    var writer = ByteWriter()
    writer.varint(UInt64(kinds.count))
    for kind in kinds {
      writer.varint(UInt64(kind.id.rawValue))
      writer.double(kind.work)
      writer.double(kind.share)
    }
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    kinds =
      bytes.isEmpty
      ? []
      : try Learned.read(bytes, word: "roles") { (reader: inout ByteReader) throws(ByteError) -> [Kind]? in
        var kinds: [Kind] = []
        for _ in 0..<(try reader.count(bytesEach: 17)) {
          let id = try reader.varint()
          let (work, share) = (try reader.double(), try reader.double())
          guard id <= UInt64(UInt32.max), !kinds.contains(where: { $0.id == KindID(UInt32(id)) }), work >= 0,
            work.isFinite, (0...1).contains(share)
          else { return nil }
          kinds.append(Kind(id: KindID(UInt32(id)), work: work, share: share))
        }
        return kinds
      }
  }
}

extension Roles {
  static let word = Word.screen(
    "roles",
    [
      Parameter(
        "hysteresis", .number(0...1), standard: .number(0.05),
        meaning: "By how much of all agents a kind's part may be off its due before it changes."),
      Parameter(
        "discount", .number(0.5...1), standard: .number(0.999),
        meaning: "What the work seen so far counts for with each further outcome."),
    ],
    meaning: "Agents kept to one kind of task each, in numbers that balance what the kinds get done.",
    source: "P/D-Serve, arXiv 2408.08147",
    make: {
      .listScreen(Roles(hysteresis: $0.number("hysteresis"), discount: $0.number("discount")))
    })
}
