import MusterCore

/// A rule that keeps an agent for a task or drops it, by the task's demand and the agent's state alone.
///
/// Because nothing else counts, what holds for one task holds for every task of the same shape for as long as the
/// agent's version stands; that is what ``PairMemo`` relies on. Rules that look at more are a ``ListScreen``.
public protocol PairScreen: Sendable {
  /// Whether the budgets of task, tenant and agent must allow the try as well. Money is not part of the state
  /// that versions cover, so the funnel checks it afresh for each task.
  var checksBudgets: Bool { get }

  /// Sets `keep[i]` for the agent in row `rows[i]`. Called once for a whole batch of rows.
  mutating func screen(
    _ demand: Demand, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into keep: UnsafeMutableBufferPointer<Bool>)
}

extension PairScreen {
  public var checksBudgets: Bool { false }
}
