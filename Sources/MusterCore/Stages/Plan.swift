/// What a policy answers to a ``Frame``: for each task an agent or none. Columns, reused from batch to batch.
public struct Plan: Sendable {
  /// Row of the chosen agent in the pool, or -1 for none.
  public internal(set) var agents: [Int32] = []
  /// The devices to take, where the policy chose them.
  public internal(set) var devices: [DeviceMask?] = []
  /// The probability with which the agent was chosen; NaN where it has no closed form.
  public internal(set) var propensities: [Double] = []
  public internal(set) var scores: [Double] = []
  /// Share of the task's allowance to use, 0...1.
  public internal(set) var efforts: [Double] = []
  /// How much work to allow, beyond the share.
  public internal(set) var allowances: [Allowance] = []
  /// Filled when the frame asks for it.
  public internal(set) var explanations: [Explanation?] = []
  /// Whether the last three columns say what they say after a reset.
  private var isPlain = true

  public init() {}

  /// Empties the plan for `count` tasks.
  public mutating func reset(count: Int) {
    if agents.count != count { resize(count) }
    for task in 0..<count {
      agents[task] = -1
      devices[task] = nil
      propensities[task] = 1
      scores[task] = 0
    }
    if isPlain { return }
    isPlain = true
    for task in 0..<count {
      efforts[task] = 1
      allowances[task] = .none
      explanations[task] = nil
    }
  }

  private mutating func resize(_ count: Int) {
    let excess = max(agents.count - count, 0)
    agents.removeLast(excess)
    devices.removeLast(excess)
    propensities.removeLast(excess)
    scores.removeLast(excess)
    efforts.removeLast(excess)
    allowances.removeLast(excess)
    explanations.removeLast(excess)
    while agents.count < count {
      agents.append(-1)
      devices.append(nil)
      propensities.append(1)
      scores.append(0)
      efforts.append(1)
      allowances.append(.none)
      explanations.append(nil)
    }
  }

  /// Gives a task to an agent.
  public mutating func place(
    task: Int, agent: Int, devices mask: DeviceMask? = nil, propensity: Double = 1, score: Double = 0
  ) {
    agents[task] = Int32(agent)
    devices[task] = mask
    propensities[task] = propensity
    scores[task] = score
  }

  /// Takes a task's placement back, as when another member of its gang found no place.
  public mutating func withdraw(task: Int) {
    agents[task] = -1
    devices[task] = nil
    explanations[task] = nil
  }

  /// Puts the answers of another plan in the place of those from `start` on.
  public mutating func take(_ part: Plan, at start: Int) {
    isPlain = isPlain && part.isPlain
    for task in part.agents.indices {
      agents[start + task] = part.agents[task]
      devices[start + task] = part.devices[task]
      propensities[start + task] = part.propensities[task]
      scores[start + task] = part.scores[task]
      efforts[start + task] = part.efforts[task]
      allowances[start + task] = part.allowances[task]
      explanations[start + task] = part.explanations[task]
    }
  }

  /// Says with which probability a task's choice was made; NaN for unknown.
  public mutating func setPropensity(task: Int, _ propensity: Double) { propensities[task] = propensity }
  public mutating func explain(task: Int, _ explanation: Explanation) {
    isPlain = false
    explanations[task] = explanation
  }
  public mutating func setEffort(task: Int, _ effort: Double) {
    isPlain = false
    efforts[task] = effort
  }
  /// Changes how much work a task's lease allows.
  public mutating func allow(task: Int, _ change: (inout Allowance) -> Void) {
    isPlain = false
    change(&allowances[task])
  }
}
