import MusterCore
import MusterPolicy

/// `oracle`: gives every task to the agent that is most likely to succeed at it, as the world itself knows; the
/// cheaper one among equals. The bound that policies are compared with, no policy of the catalogue: it exists in
/// the lab alone, over worlds that offer ``World/expectation(of:on:)``.
///
/// O(agents) a task.
public struct OraclePolicy: Policy {
  /// What it is asked for by.
  public static let name = "oracle"

  private let world: any World

  /// Throws ``OracleError`` where the workload's world does not know what to expect.
  public init(_ workload: Workload, trace: String) throws(OracleError) {
    world = workload.world
    guard let task = workload.arrivals.first?.tasks.first, let agent = workload.agents.first else { return }
    if world.expectation(of: task, on: agent) == nil { throw OracleError(trace: trace) }
  }

  public var name: String { Self.name }

  public mutating func plan(_ frame: inout Frame, into plan: inout Plan) {
    plan.reset(count: frame.taskCount)
    var start = 0
    while start < frame.taskCount {
      let end = frame.gangEnd(from: start)
      let mark = frame.mark
      for task in start..<end {
        if let choice = best(for: task, in: frame), let mask = frame.commit(task: task, agent: choice.agent) {
          plan.place(task: task, agent: choice.agent, devices: mask == 0 ? nil : mask, score: choice.chance)
          continue
        }
        frame.rollBack(to: mark)
        for member in start..<task { plan.withdraw(task: member) }
        break
      }
      start = end
    }
  }

  private func best(for task: Int, in frame: borrowing Frame) -> (agent: Int, chance: Double)? {
    var best: (agent: Int, isNew: Int, chance: Double, quote: Int64)?
    for row in 0..<frame.pool.count where frame.pool.admits(frame.tasks[task].demand, at: row) {
      guard frame.affords(task: task, agent: row) else { continue }
      // One that failed the task before comes last.
      let isNew = frame.shuns(task: task, agent: row) ? 0 : 1
      let chance = world.expectation(of: frame.tasks[task], on: frame.pool.agents[row]) ?? 0
      let quote = frame.quote(task: task, agent: row)
      if let best, (isNew, chance, -quote) <= (best.isNew, best.chance, -best.quote) { continue }
      best = (row, isNew, chance, quote)
    }
    return best.map { ($0.agent, $0.chance) }
  }
}

/// The oracle is asked for over a trace whose world keeps no chances of success.
public struct OracleError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The spec of the trace.
  public var trace: String

  public var description: String {
    "policy oracle: found trace \(trace), whose outcomes are not known beforehand, expected one of shock, drift, "
      + "outcomes, routellm or generated; compare with other policies instead"
  }
}
