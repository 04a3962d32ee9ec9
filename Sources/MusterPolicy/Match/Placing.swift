import MusterCore
import MusterMath

extension Funnel {
  /// Commits a choice to the frame and writes it into the plan.
  ///
  /// - Parameter refills: whether the candidates at hand are another task's and are listed again, which only an
  ///   explanation and stages that mind choices need.
  /// - Returns: false, and nothing changed, where the agent has no room or there is no money for the task.
  mutating func carryOut(
    _ choice: Choice, for task: Int, in frame: inout Frame, into plan: inout Plan, random: inout Random,
    refills: Bool = false
  ) -> Bool {
    // A sentence without `feasible` may choose an agent that has no room or is too dear: the task waits.
    if !frame.isUnbudgeted(task: task) && !frame.affords(task: task, agent: choice.agent) { return false }
    if refills && (hasFeatures || mindsChoices || frame.explainedCandidates > 0) {
      var again = frame.random(forTask: task)
      fill(for: task, in: frame, random: &again)
    }
    let wanted = devices(for: task, agent: choice.agent, in: frame, random: &random)
    guard let taken = frame.commit(task: task, agent: choice.agent, devices: wanted) else { return false }
    plan.place(
      task: task, agent: choice.agent, devices: taken == 0 ? nil : taken, propensity: choice.propensity,
      score: Double(choice.score))
    if let explanation = settle(task, on: choice.agent, in: frame) {
      plan.explain(task: task, explanation)
    }
    return true
  }
}
