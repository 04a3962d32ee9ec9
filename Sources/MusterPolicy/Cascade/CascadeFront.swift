/// The best cascades of a table for every budget: the order of agents in which trying, verifying and escalating
/// solves the most for the money (the order and the stopping of FrugalGPT, Chen et al., 2023, with a verifier that
/// accepts or rejects; ``ThresholdFront`` goes by its confidence).
///
/// Which tasks are left after some agents does not depend on their order, only what was spent and solved on the way.
/// So the search goes over sets of agents, smallest first, and keeps for each set the ways to go through it of
/// which no other costs less and solves as much: a dynamic program, exact where nothing had to be dropped. With a
/// verifier that is always right there is one such way for a set.
///
/// O(sets * agents * tasks): all 1.3 million sets of up to 8 of 24 agents in some seconds for 175 tasks; a budget
/// leaves out most of them.
public struct CascadeFront: Sendable, Equatable {
  /// Agents in their order.
  public private(set) var front = CostFront<[Int]>()
  /// Whether nothing was dropped: false where ``widest`` or ``waysKept`` forced a choice.
  public private(set) var isExact = true

  /// How many sets of one size are followed up at most; of more, those that cost least among as good ones.
  public static let widest = 1 << 20
  /// How many ways through one set are kept, the cheapest, where none beats another: a verifier that errs makes
  /// their order count.
  public static let waysKept = 32

  /// - Parameters:
  ///   - stages: how many stages a cascade may have, at least 1.
  ///   - budget: micro-dollars that a cascade may cost over all tasks of the table.
  public init(
    of table: CascadeTable, stages: Int, budget: Int64 = .max, widest: Int = CascadeFront.widest,
    ways: Int = CascadeFront.waysKept
  ) {
    var search = CascadeSearch(table: table, budget: budget)
    for _ in 0..<max(1, min(stages, table.agents)) where !search.isDone {
      if !search.deepen(widest: max(1, widest), ways: max(1, ways)) { isExact = false }
    }
    front = search.front
  }
}
