/// How to spread attempts over tasks so that they teach most: Knapsack RL's exploration budgets (2509.25849).
public enum EffortKnapsack {
  /// The least and most attempts that a task gets by the paper.
  public static let attempts = 2...128

  /// What N attempts at a task of success rate p are worth: the chance that they do not all end alike, times the size
  /// of what is learned, [1 - p^N - (1-p)^N] p (1-p)^2. `O(log N)`.
  public static func value(attempts: Int, successRate p: Double) -> Double {
    let mixed = 1 - Self.power(p, attempts) - Self.power(1 - p, attempts)
    // Rounding may leave a hair below zero where p is 0 or 1.
    return max(mixed, 0) * p * (1 - p) * (1 - p)
  }

  /// Attempts that it takes on average to see both a success and a failure: 1/p + 1/(1-p) - 1; infinite for 0 and 1.
  public static func expectedTries(successRate p: Double) -> Double { 1 / p + 1 / (1 - p) - 1 }

  /// The attempts for each task that are worth most together and use at most `budget`, each within `range`; nil where
  /// even the least for every task is more than the budget.
  ///
  /// The value of a task is concave in N (each further attempt adds p^N (1-p) + (1-p)^N p of a chance, which falls with
  /// N), so the dynamic program over N and giving the next attempt where it adds most have the same optimum; this is
  /// the latter, `O(budget log tasks)`. What no task gains from goes to the tasks that never succeeded, which may yet,
  /// and then to none: tasks that always succeed stay at the least.
  public static func allocate(
    successRates: [Double], budget: Int, range: ClosedRange<Int> = attempts
  ) -> [Int]? {
    precondition(range.lowerBound >= 1, "a task gets at least one attempt")
    precondition(successRates.allSatisfy { (0...1).contains($0) }, "success rates lie in 0...1")
    var given = Array(repeating: range.lowerBound, count: successRates.count)
    let (needed, isTooMuch) = range.lowerBound.multipliedReportingOverflow(by: successRates.count)
    guard !isTooMuch, needed <= budget else { return nil }
    var left = budget - needed
    func gain(_ task: Int) -> Double {
      let (p, n) = (successRates[task], given[task])
      let chance = power(p, n) * (1 - p) + power(1 - p, n) * p
      return given[task] < range.upperBound ? chance * p * (1 - p) * (1 - p) : 0
    }
    // The heap hands out the least key: the bits of gains keep their order, negated.
    var queue = EventHeap<Int>()
    var offers: UInt64 = 0
    func offer(_ task: Int) {
      let gain = gain(task)
      guard gain > 0 else { return }
      offers += 1
      queue.push(.init(key: -Int64(gain.bitPattern), sequence: offers, payload: task))
    }
    for task in given.indices { offer(task) }
    while left > 0, let next = queue.pop() {
      given[next.payload] += 1
      left -= 1
      offer(next.payload)
    }
    for task in given.indices where successRates[task] == 0 {
      let extra = min(left, range.upperBound - given[task])
      given[task] += extra
      left -= extra
    }
    return given
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, left) = (1.0, base, exponent)
    while left > 0 {
      if left & 1 == 1 { result *= square }
      square *= square
      left >>= 1
    }
    return result
  }
}
