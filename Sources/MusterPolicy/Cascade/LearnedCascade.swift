import MusterCore
import MusterMath

/// `cascade` without stages: the chance that the agent succeeds, given how many have failed the task, over what a
/// try of it is expected to cost. With boxes that open one at a time at a price this order is optimal (Weitzman's
/// index for success or failure, 1979), as long as what one box holds tells nothing about the others; here each
/// depth of failures has chances of its own, which is as much of that as a pool can learn.
///
/// An agent's chance after k failures starts from its chance after k - 1, times what the whole pool lost from there
/// to here, and moves to its own record at that depth; the cost is the mean of what was charged, with the price as
/// one observation. O(depth) an agent, about 100 ns.
struct LearnedCascade: ListScorer {
  private let prior: Double
  private let strength: Double
  private var prices: PriceColumn
  private var book = CascadeBook()

  var hasFeatures: Bool { true }
  var needsMemory: Bool { true }

  init(prior: Double, strength: Double, price: PriceColumn.Origin) {
    self.prior = prior
    self.strength = strength
    prices = PriceColumn(price)
  }

  /// How many failures the task had: the depth that the outcome is counted at.
  mutating func features(for task: Int, agent: Int, in frame: borrowing Frame, into features: inout [Float]) {
    features.append(Float(CascadeBook.depth(frame.failures[task])))
  }

  mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    prices.update(for: task, in: frame)
    let depth = CascadeBook.depth(frame.failures[task])
    let numbers = book.numbers(in: frame)
    for i in 0..<rows.count {
      let row = Int(rows[i])
      if frame.shuns(task: task, agent: row) {
        scores[i] = -1
        continue
      }
      let chance = book.chance(of: numbers[row], at: depth, prior: prior, strength: strength)
      let cost = book.cost(of: numbers[row], price: prices.dollars[row])
      // What is free, or nearly, counts as a millionth of a dollar.
      scores[i] = Float(max(chance, 0) / max(cost, 1e-6))
    }
  }

  mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes {
      // Decisions made before this word was in service have no depth.
      guard let depth = outcome.features.first else { continue }
      book.add(outcome, at: CascadeBook.depth(Int32(depth)), prior: prior, strength: strength)
    }
  }

  func snapshot() -> [UInt8] { book.snapshot() }
  mutating func restore(_ bytes: [UInt8]) throws(PolicyError) { book = try CascadeBook(bytes) }
}
