import MusterCore
import MusterMath

/// `balance(eps, form, round)`: the candidate with the highest score + price, where prices move towards even load:
/// p_k += eps (L - A_k), with A_k what agent k got in a round and L what would have been even among the candidates; or,
/// in the form with constant steps, p_k += eps sign(L - A_k) (Wang et al., 2024; Han and Zhong, "A theoretical framework
/// for auxiliary-loss-free load balancing of sparse mixture-of-experts", 2512.03915).
///
/// A round is `round` decisions. Prices are learned from decisions, not from outcomes: work that was planned and not
/// carried out counts too. They belong to agents; merged with those of another replica they add up, without the rounds
/// under way. O(agents) a decision, eight at a time: less than a microsecond for a thousand.
public struct Balance: Chooser {
  /// How prices move at the end of a round.
  public enum Form: String, Sendable, CaseIterable {
    case proportional, sign

    /// What a price moves by for what its agent lacks.
    func step(_ lack: Double, _ eps: Double) -> Double {
      switch self {
      case .proportional: eps * lack
      case .sign: lack > 0 ? eps : lack < 0 ? -eps : 0
      }
    }
  }

  let eps: Double
  let form: Form
  let round: Int
  private var book = BalanceBook()
  /// Decisions of the round under way.
  private var decisions = 0
  private var sums: [Float] = []

  /// - Parameters:
  ///   - eps: what a decision too many costs an agent, in units of score; not negative.
  ///   - round: decisions from one change of prices to the next, at least 1.
  public init(eps: Double = 0.01, form: Form = .proportional, round: Int = 1) {
    self.eps = eps
    self.form = form
    self.round = round
  }

  /// What is added to the scores of the agents in the rows of the pool seen last.
  public var prices: [Double] { book.prices }

  public mutating func choose(
    for task: Int, in frame: borrowing Frame, from funnel: inout Funnel, random: inout Random
  ) -> Choice? {
    book.sync(frame)
    if sums.count != frame.agentCount { sums = Array(repeating: 0, count: frame.agentCount) }
    let isCertain = funnel.chance == .none
    let ties = frame.pool.tieRank
    return funnel.withDense(for: task, in: frame, random: &random) { scores -> Choice? in
      guard let (row, candidates) = best(scores, ties) else { return nil }
      count(scores, candidates, chosen: row)
      return Choice(agent: row, score: scores[row], propensity: isCertain ? 1 : .nan)
    }
  }

  public mutating func probabilities(
    of task: Int, in frame: borrowing Frame, from funnel: inout Funnel, into probabilities: inout [Double]
  ) -> Bool {
    guard funnel.chance == .none else { return false }
    // Asking is no decision.
    var copy = self
    var random = frame.random(forTask: task)
    if let choice = copy.choose(for: task, in: frame, from: &funnel, random: &random) {
      probabilities[choice.agent] = 1
    }
    return true
  }

  /// The row that wins, and how many candidates there are.
  private mutating func best(
    _ scores: UnsafeBufferPointer<Float>, _ ties: [UInt64]
  ) -> (row: Int, candidates: Int)? {
    sums.withUnsafeMutableBufferPointer { sums in
      book.prices.withUnsafeBufferPointer { prices in
        let (top, count) = DenseScores.add(prices, to: scores, into: sums)
        guard top > -.infinity else { return nil }
        let row = ties.withUnsafeBufferPointer {
          DenseScores.first(top, of: UnsafeBufferPointer(sums), ties: $0)
        }
        return row.map { ($0, count) }
      }
    }
  }

  /// Takes note of a decision, and ends the round if it was the last one.
  private mutating func count(_ scores: UnsafeBufferPointer<Float>, _ candidates: Int, chosen: Int) {
    let (eps, form, share) = (eps, form, 1 / Double(candidates))
    if round == 1 && !book.isUnderWay {
      book.settle(scores, share: share, chosen: chosen) { form.step($0, eps) }
      return
    }
    book.note(scores, share: share, chosen: chosen)
    decisions += 1
    guard decisions >= round else { return }
    decisions = 0
    book.endRound { form.step($0, eps) }
  }
}

/// What is learned, as bytes.
extension Balance {
  public func snapshot() -> [UInt8] {
    if book.isEmpty { return [] }
    var writer = ByteWriter()
    writer.varint(UInt64(decisions))
    let entries = book.entries
    writer.varint(UInt64(entries.count))
    for entry in entries {
      writer.varint(entry.id)
      writer.double(entry.price)
      writer.double(entry.even)
      writer.double(entry.load)
    }
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    var restored = Balance(eps: eps, form: form, round: round)
    if !bytes.isEmpty {
      let (entries, decisions) = try read(bytes)
      restored.book = BalanceBook(entries)
      restored.decisions = decisions
    }
    self = restored
  }

  public mutating func merge(_ bytes: [UInt8]) throws(PolicyError) {
    if !bytes.isEmpty { book.merge(try read(bytes).0) }
  }

  private func read(_ bytes: [UInt8]) throws(PolicyError) -> ([BalanceBook.Entry], Int) {
    let round = round
    return try Learned.read(bytes, word: "balance") {
      (reader: inout ByteReader) throws(ByteError) -> ([BalanceBook.Entry], Int)? in
      let decisions = try reader.varint()
      var entries: [BalanceBook.Entry] = []
      var known = RowIndex()
      for place in 0..<(try reader.count(bytesEach: 25)) {
        let entry = BalanceBook.Entry(
          id: try reader.varint(), price: try reader.double(), even: try reader.double(),
          load: try reader.double())
        guard known.insert(entry.id, Int32(place)) == nil, entry.price.isFinite, entry.even.isFinite,
          entry.load.isFinite, entry.even >= 0, entry.load >= 0
        else { return nil }
        entries.append(entry)
      }
      return decisions < UInt64(round) ? (entries, Int(decisions)) : nil
    }
  }
}

extension Balance {
  static let word = Word.match(
    "balance",
    [
      Parameter(
        "eps", .number(0...1_000_000), standard: .number(0.01),
        meaning: "What a decision too many costs an agent, in units of score."),
      Parameter(
        "form", .choice(Form.allCases.map(\.rawValue)), standard: .name(Form.proportional.rawValue),
        meaning: "Whether prices move by what is lacking, or by constant steps."),
      Parameter(
        "round", .integer(1...1_000_000), standard: .integer(1),
        meaning: "Decisions from one change of prices to the next."),
    ],
    meaning: "The best score + price, with prices that move towards even load.",
    source: "arXiv 2512.03915",
    make: {
      .matcher(
        Balance(
          eps: $0.number("eps"), form: Form(rawValue: $0.choice("form")) ?? .proportional,
          round: $0.integer("round")))
    })
}
