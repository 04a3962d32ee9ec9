import MusterCore

/// Follows success across a sudden change of what the agents can do, task by task in the order of arrival: the
/// measures of Symphony-Coord's shock experiment (arXiv 2602.00966).
struct ShiftMeter: Sendable {
  private let mark: Workload.ShiftMark
  /// By number of task: nil until it has ended.
  private var succeeded: [Bool?]
  /// The agent of each task that got one.
  private var agents: [AgentID?]
  /// The best chance of success that any agent gives each task; nil where the world does not know.
  private let best: [Double?]
  /// By task and then agent.
  private let chances: [Double?]
  private let agentIDs: [AgentID]
  private let first: UInt64

  /// How many tasks success is averaged over.
  static let window = 50
  /// How many averages in a row must be good.
  static let sustained = 50
  /// Before the change the level is the mean of this many averages.
  static let baseline = 200
  /// The drop must come within so many tasks of the change.
  static let dropWithin = 100

  /// Tasks must have ids that follow on each other in the order of arrival.
  init(_ mark: Workload.ShiftMark, workload: Workload) {
    self.mark = mark
    let tasks = workload.arrivals.flatMap { arrival in arrival.tasks.map { (arrival.at, $0) } }
    first = tasks.first?.1.id.rawValue ?? 0
    succeeded = Array(repeating: nil, count: tasks.count)
    agents = Array(repeating: nil, count: tasks.count)
    agentIDs = workload.agents.map(\.id)
    chances = tasks.flatMap { at, task in
      workload.agents.map { workload.world.expectation(of: task, on: $0, at: at)?.success }
    }
    let width = agentIDs.count
    let all = chances
    best = tasks.indices.map { row in
      all[row * width..<(row + 1) * width].reduce(nil) { known, chance in
        chance.map { max($0, known ?? $0) } ?? known
      }
    }
  }

  mutating func ended(_ task: Task, on agent: AgentID?, succeeded success: Bool) {
    let number = Int(truncatingIfNeeded: task.id.rawValue &- first)
    guard succeeded.indices.contains(number) else { return }
    succeeded[number] = success
    agents[number] = agent
  }

  var metrics: [MetricValue] {
    let change = min(mark.change, succeeded.count)
    return [
      MetricValue("successBeforePct", ShiftMeter.percent(succeeded[..<change].map { $0 ?? false })),
      MetricValue("successAfterPct", ShiftMeter.percent(succeeded[change...].map { $0 ?? false })),
      MetricValue("recoveredPct", recovered.map { $0 ? 100 : 0 } ?? .nan),
      MetricValue("regainedPct", regained.map { $0 ? 100 : 0 } ?? .nan),
      MetricValue("bestChoicePct", bestChoices),
    ]
  }

  var curves: [Curve] {
    let rolling = rolling
    let step = max(rolling.count / 200, 1)
    let points = stride(from: step - 1, to: rolling.count, by: step).map {
      CurvePoint(Double($0 + 1), 100 * rolling[$0])
    }
    return [
      Curve(name: "Success of the last \(ShiftMeter.window) tasks", xUnit: "task", yUnit: "%", points: points)
    ]
  }

  /// The share of successes among the last ``window`` tasks, after each task.
  private var rolling: [Double] {
    var sum = 0
    return succeeded.indices.map { number in
      sum += succeeded[number] == true ? 1 : 0
      if number >= ShiftMeter.window { sum -= succeeded[number - ShiftMeter.window] == true ? 1 : 0 }
      return Double(sum) / Double(min(number + 1, ShiftMeter.window))
    }
  }

  /// Symphony-Coord's own definition; nil where there are too few tasks on either side of the change.
  private var recovered: Bool? {
    let change = mark.change
    let rolling = rolling
    guard change >= ShiftMeter.baseline, change + ShiftMeter.sustained < rolling.count else { return nil }
    let level =
      rolling[change - ShiftMeter.baseline..<change].reduce(0, +) / Double(ShiftMeter.baseline)
    let lowest = rolling[change..<min(change + ShiftMeter.dropWithin, rolling.count)].min() ?? 0
    guard level - lowest >= 0.08 else { return false }
    return ShiftMeter.keeps(rolling[change...], at: 0.9 * level)
  }

  /// The same against 90 % of what the best agents can do after the change; nil where the world does not know.
  private var regained: Bool? {
    guard mark.change + ShiftMeter.sustained < succeeded.count else { return nil }
    let after = best[mark.change...].compactMap { $0 }
    guard after.count == succeeded.count - mark.change else { return nil }
    let level = after.reduce(0, +) / Double(after.count)
    return ShiftMeter.keeps(rolling[mark.change...], at: 0.9 * level)
  }

  /// Whether there are ``sustained`` values in a row of at least `level`, and no such row below it afterwards.
  private static func keeps(_ values: ArraySlice<Double>, at level: Double) -> Bool {
    var above = 0
    var below = 0
    var recovered = false
    for value in values {
      above = value >= level ? above + 1 : 0
      below = value < level ? below + 1 : 0
      if above >= sustained && !recovered {
        recovered = true
        below = 0
      }
      if recovered && below >= sustained { return false }
    }
    return recovered
  }

  private var bestChoices: Double {
    guard mark.settled < agents.count, best[mark.settled...].allSatisfy({ $0 != nil }) else { return .nan }
    return ShiftMeter.percent(
      (mark.settled..<agents.count).map { number in
        guard let agent = agents[number], let row = agentIDs.firstIndex(of: agent) else { return false }
        return chances[number * agentIDs.count + row] == best[number]
      })
  }

  private static func percent(_ values: [Bool]) -> Double {
    values.isEmpty ? .nan : 100 * Double(values.count { $0 }) / Double(values.count)
  }
}
