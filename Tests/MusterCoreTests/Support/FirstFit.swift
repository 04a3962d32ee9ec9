import MusterCore

/// The simplest policy: each task to the first agent that admits and can be paid; a gang whole or not at all.
struct FirstFit: Policy {
  var name: String { "first fit" }
  /// What it was told, for the tests to look at.
  var observed: [Outcome] = []
  var offered: [[TaskID]] = []

  mutating func plan(_ frame: inout Frame, into plan: inout Plan) {
    plan.reset(count: frame.taskCount)
    offered.append(frame.tasks.map(\.id))
    var first = 0
    while first < frame.taskCount {
      let end = frame.gangEnd(from: first)
      let mark = frame.mark
      for task in first..<end where !place(task, in: &frame, &plan) {
        frame.rollBack(to: mark)
        for other in first..<end { plan.withdraw(task: other) }
        break
      }
      first = end
    }
  }

  private func place(_ task: Int, in frame: inout Frame, _ plan: inout Plan) -> Bool {
    if frame.isChoosy(task: task), place(task, in: &frame, &plan, shunning: true) { return true }
    return place(task, in: &frame, &plan, shunning: false)
  }

  private func place(_ task: Int, in frame: inout Frame, _ plan: inout Plan, shunning: Bool) -> Bool {
    let demand = frame.tasks[task].demand
    for agent in 0..<frame.agentCount where frame.pool.admits(demand, at: agent) {
      if shunning && frame.shuns(task: task, agent: agent) { continue }
      guard frame.affords(task: task, agent: agent) else { continue }
      guard let mask = frame.commit(task: task, agent: agent) else { continue }
      plan.place(
        task: task, agent: agent, devices: demand.devices.count > 0 ? mask : nil, score: Double(agent))
      if frame.explainedCandidates > 0 {
        let id = frame.pool.agents[agent].id
        plan.explain(task: task, Explanation(candidateCount: 1, agents: [id], scores: [Float(agent)]))
      }
      return true
    }
    return false
  }

  mutating func observe(_ outcomes: [Outcome]) { observed += outcomes }
}
