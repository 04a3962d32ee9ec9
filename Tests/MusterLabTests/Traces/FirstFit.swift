import MusterCore
import MusterLab

/// The simplest policy there is: every task to the first agent that can take and be paid, gangs whole or not
/// at all.
struct FirstFit: Policy {
  let name = "first-fit"

  mutating func plan(_ frame: inout Frame, into plan: inout Plan) {
    plan.reset(count: frame.taskCount)
    var task = 0
    while task < frame.taskCount {
      let end = frame.gangEnd(from: task)
      let mark = frame.mark
      for member in task..<end {
        guard let agent = place(member, in: &frame) else {
          frame.rollBack(to: mark)
          for placed in task..<end { plan.withdraw(task: placed) }
          break
        }
        plan.place(task: member, agent: agent)
      }
      task = end
    }
  }

  private func place(_ task: Int, in frame: inout Frame) -> Int? {
    for agent in 0..<frame.agentCount where frame.affords(task: task, agent: agent) {
      if frame.commit(task: task, agent: agent) != nil { return agent }
    }
    return nil
  }
}

/// A whole run: how it ended, and what happened.
struct Replay {
  var engine: Engine
  /// With what it learned.
  var policy: any Policy
  var facts: [Fact]
  var refused: Int

  init(_ workload: Workload, seed: UInt64, policy: any Policy = FirstFit()) throws {
    var simulation = Simulation(workload: workload, policy: policy, seed: seed)
    var log = Log()
    try simulation.run(&log)
    engine = simulation.engine
    self.policy = simulation.orchestrator.policy
    facts = log.facts
    refused = simulation.refused
  }

  var endings: [Ending] {
    facts.compactMap { if case .ended(let ending) = $0.event { ending } else { nil } }
  }

  private struct Log: RunObserver {
    var facts: [Fact] = []
    mutating func began(_ facts: [Fact], _ engine: Engine, at now: Instant) { self.facts += facts }
    mutating func stepped(_ facts: [Fact], _ engine: Engine, at now: Instant) { self.facts += facts }
  }
}

extension Workload {
  var tasks: [Task] { arrivals.flatMap(\.tasks) }
}
