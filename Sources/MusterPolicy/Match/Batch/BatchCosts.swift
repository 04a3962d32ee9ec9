import MusterCore
import MusterMath

/// The scores of a batch as whole costs, so that sums of them are exact in a `Double`.
///
/// A cost is what a pair is worse than the best of all, in steps of a power of two, then a few random bits of the pair:
/// of assignments of equal worth these single out one, so that it does not matter where a solver began. To wait costs
/// more than all that other tasks could lose by making room: as many tasks as can be are placed, and then those with
/// the greatest sum of scores. Sums of n costs stay below 2^53: of scores, `53 - bits - 2 log2(n + 1)` binary places
/// of their spread count.
struct BatchCosts: Sendable {
  /// By task, then agent; infinite where the pair is out of question.
  let pairs: [Double]
  /// What a task costs that waits.
  let wait: Double

  /// - Parameters:
  ///   - tieBits: how many random bits tell equal pairs apart.
  ///   - limit: the most binary places of the scores' spread.
  init(
    _ problem: borrowing BatchProblem, in frame: borrowing Frame, tieBits: Int = 17, bits limit: Int = 53
  ) {
    var (least, most) = (Double.infinity, -Double.infinity)
    for score in problem.scores where score > -.infinity {
      least = min(least, Double(score))
      most = max(most, Double(score))
    }
    let width = Int.bitWidth - (problem.tasks.count + 1).leadingZeroBitCount
    let bits = min(limit, 53 - 1 - tieBits - 2 * width)
    let spread = most - least
    // A whole power of two, so that scores that are whole numbers stay so.
    let scale =
      spread > 0 && spread < .infinity
      ? Double(sign: .plus, exponent: bits - Int(spread.exponent) - 1, significand: 1) : 1
    var pairs: [Double] = []
    pairs.reserveCapacity(problem.scores.count)
    for (place, task) in problem.tasks.enumerated() {
      let key = Mix.hash(frame.seed, frame.tasks[task].id.rawValue, 0x7469_6573)
      for (at, row) in problem.agents.enumerated() {
        let score = problem.score(place, at)
        guard score > -.infinity else {
          pairs.append(.infinity)
          continue
        }
        let tie = Mix.hash(key, frame.pool.tieRank[Int(row)]) >> UInt64(64 - tieBits)
        let steps = ((most - Double(score)) * scale).rounded()
        pairs.append(steps * Double(1 << tieBits) + Double(tie))
      }
    }
    self.pairs = pairs
    wait = Double(problem.tasks.count + 1) * Double(sign: .plus, exponent: bits + tieBits, significand: 1)
  }
}
