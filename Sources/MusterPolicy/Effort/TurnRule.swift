import MusterCore
import MusterMath

/// `turns`: caps the turns of a try at a percentile of what the agent's own tries took, with a word of how many are
/// left shortly before the end (turn control, arXiv 2510.16786: cost 24 to 68 % lower at the 75th percentile).
/// `turns(dynamic)` starts at the median and adds half as much once, where progress shows when the notice is given.
///
/// A try that its cap ended would have taken more turns: it counts as that (Kaplan and Meier, 1958), and where too
/// many were cut to tell the percentile, the next goes without a cap. An agent of whom few tries are known has none
/// either. O(1) expected a task; O(longest try) an outcome.
public struct TurnRule: EffortRule {
  /// 0...1.
  let percentile: Double
  /// The extension, as a share of the cap.
  let extra: Double
  let notice: Int32
  let warmup: Int
  private var book = TurnBook()

  public init(percentile: Double, extra: Double = 0, notice: Int = 3, warmup: Int = 10) {
    self.percentile = percentile
    self.extra = extra
    self.notice = Int32(notice)
    self.warmup = warmup
  }

  public mutating func allow(_ frame: borrowing Frame, in plan: inout Plan) {
    for task in 0..<frame.taskCount where plan.agents[task] >= 0 {
      let agent = frame.pool.agents[Int(plan.agents[task])].id.rawValue
      guard let counts = book[agent], counts.count >= warmup, let cap = book.quantile(of: agent) else {
        continue
      }
      let limit = max(cap, 1)
      let more = Int32(Double(limit) * extra + 0.5)
      plan.cap(task: task, TurnCap(limit: limit, extra: more, notice: notice))
    }
  }

  public mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes where !outcome.isCorrection {
      guard let turns = outcome.turns else { continue }
      book.add(turns, isCut: outcome.isCutShort, to: outcome.agent.rawValue, percentile)
    }
  }

  public func snapshot() -> [UInt8] { book.snapshot() }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    book = try TurnBook(bytes, percentile)
  }

  public mutating func merge(_ bytes: [UInt8]) throws(PolicyError) {
    book.merge(try TurnBook(bytes, percentile), percentile)
  }
}

/// The turns of several agents' tries, and of each the percentile that is asked for.
struct TurnBook: Sendable {
  private var index = RowIndex()
  private var keys: [UInt64] = []
  private var counts: [TurnCounts] = []
  /// Derived.
  private var quantiles: [Int32?] = []

  init() {}

  subscript(key: UInt64) -> TurnCounts? { index[key].map { counts[Int($0)] } }

  func quantile(of key: UInt64) -> Int32? { index[key].flatMap { quantiles[Int($0)] } }

  mutating func add(_ turns: Int32, isCut: Bool, to key: UInt64, _ percentile: Double) {
    let slot = slot(of: key)
    counts[slot].add(turns, isCut: isCut)
    quantiles[slot] = counts[slot].quantile(percentile)
  }

  mutating func merge(_ other: TurnBook, _ percentile: Double) {
    for (key, more) in zip(other.keys, other.counts) {
      let slot = slot(of: key)
      counts[slot].merge(more)
      quantiles[slot] = counts[slot].quantile(percentile)
    }
  }

  private mutating func slot(of key: UInt64) -> Int {
    if let known = index[key] { return Int(known) }
    index.insert(key, Int32(keys.count))
    keys.append(key)
    counts.append(TurnCounts())
    quantiles.append(nil)
    return keys.count - 1
  }

  func snapshot() -> [UInt8] {
    if keys.isEmpty { return [] }
    var writer = ByteWriter()
    writer.varint(UInt64(keys.count))
    for (key, counts) in zip(keys, counts) {
      writer.varint(key)
      counts.write(to: &writer)
    }
    return writer.bytes
  }

  init(_ bytes: [UInt8], _ percentile: Double) throws(PolicyError) {
    if bytes.isEmpty { return }
    self = try Learned.read(bytes, word: "turns") {
      (reader: inout ByteReader) throws(ByteError) -> TurnBook? in
      var book = TurnBook()
      for _ in 0..<(try reader.count(bytesEach: 4)) {
        let key = try reader.varint()
        guard book.index[key] == nil, let counts = try TurnCounts(from: &reader) else { return nil }
        let slot = book.slot(of: key)
        book.counts[slot] = counts
        book.quantiles[slot] = counts.quantile(percentile)
      }
      return book.keys.isEmpty ? nil : book
    }
  }
}

extension TurnRule {
  static let word = Word.effort(
    "turns",
    [
      Parameter(
        "cap", .percentile(["dynamic"]), standard: .name("p75"),
        meaning: "The percentile of the agent's own turns; dynamic is p50 with an extension of a half."),
      Parameter(
        "extension", .number(0...10), standard: .number(0),
        meaning: "What is added once where progress shows, as a share of the cap."),
      Parameter(
        "notice", .integer(0...1000), standard: .integer(3),
        meaning: "From so many turns left on the agent is told how many are left."),
      Parameter(
        "warmup", .integer(1...1_000_000), standard: .integer(10),
        meaning: "How many tries of an agent must be known before it is capped."),
    ],
    meaning: "Caps the turns of a try at a percentile of the agent's own.", source: "arXiv 2510.16786",
    make: { arguments in
      let cap = arguments.choice("cap")
      let isDynamic = cap == "dynamic"
      return .effort(
        TurnRule(
          percentile: isDynamic ? 0.5 : Parameter.share(ofPercentile: cap) ?? 0.75,
          extra: isDynamic ? 0.5 : arguments.number("extension"), notice: arguments.integer("notice"),
          warmup: arguments.integer("warmup")))
    })
}
