/// Faults that are named instead of drawn.
extension OrchestrationSettings {
  /// Every episode has these faults, written as a ``FaultPlan``, in the place of drawn ones: a second of the plan is an
  /// epoch; agents are numbered compute nodes, then storage nodes, then schedulers, as many of each as an episode has. An
  /// empty plan has nothing break down. Throws where the text is no plan, and for a fault that can befall nobody here.
  public mutating func take(faults text: String) throws(FaultError) {
    let plan = try FaultPlan(parsing: text)
    let count = nodes.upperBound + storage.upperBound + schedulers.upperBound
    for fault in plan.faults {
      let limit: Int
      switch fault.kind {
      case .crash: limit = count
      case .slowDown, .flaky, .partition: limit = nodes.upperBound
      case .massDeparture: continue
      case .lateReports, .duplicateReports, .clockJump:
        throw FaultError(
          text: fault.text, found: "a fault of reports or clocks, which this world does not have",
          expected: "crash, slow, flaky, partition or departure")
      }
      if let agent = fault.agent, agent >= limit {
        throw FaultError(
          text: fault.text, found: "agent \(agent)",
          expected: limit == count
            ? "0..<\(count): at most \(nodes.upperBound) compute nodes, then storage nodes, then schedulers"
            : "a compute node, 0..<\(limit)")
      }
    }
    faults = plan
  }
}
