import MusterCore
import MusterMath

/// `lagrange`: takes from an agent's score what it is expected to spend, at a price that holds the mean over all tries
/// to a limit: of US dollars, of seconds, or of the share of failures.
///
/// The score is -price x / limit for the agent's mean x so far (of nothing, before its first try: it is tried), and
/// every outcome moves the price by rate (spent / limit - 1): projected stochastic gradient ascent on the dual
/// (``LagrangeMultiplier``). So the price is what a try that spends exactly the limit loses, in units of the other
/// scores. At the optimum the policy is a mixture, of one agent more than there are constraints that bind; choosing the
/// best at a moving price visits them in the right shares.
///
/// `multiplier: tanh` means "exactly": what spends less than the limit is charged a price below zero. Corrections
/// change rewards, not what was spent, and are left out. O(1) expected an agent, about 10 ns.
///
/// Source: constraint prices of marketing budgets and of constrained RLHF.
public struct Lagrange: ListScorer {
  enum Quantity: String, CaseIterable {
    case cost, seconds, failures
  }

  private let quantity: Quantity
  private let limit: Double
  private let blank: LagrangeMultiplier
  private var multiplier: LagrangeMultiplier
  private var spent = AgentTotals()

  /// Beyond this much of the limit a single try moves the price no further.
  static let longestStep = 100.0

  init(_ arguments: Arguments) {
    quantity = Quantity(rawValue: arguments.choice("of")) ?? .cost
    limit = arguments.number("limit")
    let (rate, most) = (arguments.number("rate"), arguments.number("most"))
    switch LagrangeMultiplier.Form(rawValue: arguments.choice("multiplier")) ?? .projected {
    case .projected: blank = LagrangeMultiplier(rate: rate, limit: most)
    case .sigmoid: blank = LagrangeMultiplier(.sigmoid, rate: rate, limit: most)
    case .tanh: blank = LagrangeMultiplier(.tanh, rate: rate, limit: most)
    }
    multiplier = blank
  }

  /// What a try that spends exactly the limit loses now.
  var price: Double { multiplier.price }

  public mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let numbers = spent.numbers(in: frame)
    let price = multiplier.price
    for i in 0..<rows.count {
      let number = Int(numbers[Int(rows[i])])
      scores[i] = number < 0 ? 0 : Float(-price * spent.sums[number] / spent.counts[number])
    }
  }

  public mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes where !outcome.isCorrection {
      let amount =
        switch quantity {
        case .cost: Double(outcome.cost) * 1e-6
        case .seconds: Double(outcome.duration) * 1e-9
        case .failures: outcome.succeeded ? 0.0 : 1
        }
      let share = min(amount / limit, Lagrange.longestStep)
      spent.add(share, agent: outcome.agent)
      multiplier.update(spent: share, allowance: 1)
    }
  }

  public func snapshot() -> [UInt8] {
    if spent.isEmpty { return [] }
    var writer = ByteWriter()
    writer.double(multiplier.state)
    spent.write(to: &writer)
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    var restored = self
    restored.multiplier = blank
    restored.spent = AgentTotals()
    if !bytes.isEmpty {
      (restored.multiplier, restored.spent) = try Learned.read(bytes, word: "lagrange") {
        (reader: inout ByteReader) throws(ByteError) -> (LagrangeMultiplier, AgentTotals)? in
        var multiplier = blank
        guard multiplier.resume(at: try reader.double()), let spent = try AgentTotals(from: &reader),
          spent.counts.allSatisfy({ $0 > 0 })
        else { return nil }
        return (multiplier, spent)
      }
    }
    self = restored
  }
}

extension Lagrange {
  static let word = Word.score(
    "lagrange",
    [
      Parameter(
        "of", .choice(Quantity.allCases.map(\.rawValue)), standard: .name("cost"),
        meaning: "What is held to the limit: US dollars, seconds or the share of failures, a try."),
      Parameter(
        "limit", .number(0...1_000_000_000), standard: .number(1),
        meaning: "What the mean of all tries may be."),
      Parameter(
        "rate", .number(0.000001...1000), standard: .number(0.05),
        meaning: "By how much a try that spends twice the limit raises the price."),
      Parameter(
        "multiplier", .choice(LagrangeMultiplier.Form.allCases.map(\.rawValue)), standard: .name("projected"),
        meaning: "How the price is held: projected or sigmoid for at most, tanh for exactly the limit."),
      Parameter(
        "most", .number(0.000001...1_000_000), standard: .number(100),
        meaning: "The highest price, so that what cannot be had does not outweigh all else."),
    ],
    meaning: "Takes away what the agent spends, at a price that holds the mean to a limit.",
    source: "projected SGD on Lagrange multipliers, constrained RLHF and marketing budgets",
    make: { .listScorer(Lagrange($0)) }, conflict: conflict)

  /// A limit of nothing, one that nothing can break, and limits that contradict each other.
  private static func conflict(_ all: [Arguments]) -> (index: Int, why: String)? {
    for (index, arguments) in all.enumerated() {
      let quantity = arguments.choice("of")
      let limit = arguments.number("limit")
      let written = Argument.number(limit)
      guard limit > 0 else {
        return (index, "the limit of \(quantity) is 0, which no try can keep to; expected more than 0")
      }
      if quantity == Quantity.failures.rawValue, limit >= 1 {
        return (
          index, "the limit of failures is \(written); expected a share below 1, which failures can exceed"
        )
      }
      for earlier in all[..<index] where earlier.choice("of") == quantity {
        let other = earlier.number("limit")
        let before = Argument.number(other)
        switch (isExact(earlier), isExact(arguments)) {
        case (true, true) where other != limit:
          return (index, "\(quantity) cannot be exactly \(written) and exactly \(before) at once")
        case (true, false) where other > limit:
          return (index, "\(quantity) cannot be at most \(written) and exactly \(before) at once")
        case (false, true) where limit > other:
          return (index, "\(quantity) cannot be exactly \(written) and at most \(before) at once")
        default: break
        }
      }
    }
    return nil
  }

  private static func isExact(_ arguments: Arguments) -> Bool { arguments.choice("multiplier") == "tanh" }
}
