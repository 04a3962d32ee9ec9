import MusterCore
import MusterMath

/// Agents that succeed by chance, by kind of task, until a sudden change; a busy agent is slower and a little
/// worse. The model of Symphony-Coord's shock simulation (arXiv 2602.00966).
///
/// An agent's load rises by `load` with each task that it is given, to 1 at most, and is multiplied by `decay` with
/// each task that comes, whoever is given it. A try succeeds with probability p (1 - wear load) and takes
/// latency (1 + slowdown load), with normal noise of the share `noise`. Tasks must have ids from 1 in the order of
/// arrival.
public struct ShiftWorld: World {
  /// What an agent can do.
  public struct Ability: Sendable, Equatable {
    /// The chance of success, by kind of task from 1.
    public var success: [Double]
    /// Milliseconds that an idle agent takes.
    public var latency: Double

    public init(success: [Double], latency: Double) {
      self.success = success
      self.latency = latency
    }
  }

  /// How load builds up and what it does.
  public struct Strain: Sendable, Equatable {
    public var load = 0.3
    public var decay = 0.88
    public var slowdown = 1.2
    public var wear = 0.05
    public var noise = 0.08

    /// As published.
    public static let published = Strain()
    /// None: agents do not tire, and take the same time always.
    public static let none = Strain(load: 0, decay: 0, slowdown: 0, wear: 0, noise: 0)
  }

  /// What a try is worth.
  public enum Reward: String, Sendable, Equatable, CaseIterable {
    /// 1 for a success, 0 for a failure.
    case success
    /// 1[success] - 0.2 sqrt(milliseconds / 2000, at most 1) - 0.15 cost, within 0...1.
    case utility
  }

  private let before: [Ability]
  private let after: [Ability]
  private let costs: [Double]
  private let change: UInt64
  private let strain: Strain
  private let reward: Reward
  /// By agent, after its last task.
  private var loads: [Double]
  private var lastTasks: [UInt64]

  /// - Parameters:
  ///   - before, after: abilities of the agents with ids from 0.
  ///   - costs: what a try costs, US dollars, by agent.
  ///   - change: how many tasks come before the change.
  public init(
    before: [Ability], after: [Ability], costs: [Double], change: Int, strain: Strain, reward: Reward
  ) {
    self.before = before
    self.after = after
    self.costs = costs
    self.change = UInt64(max(change, 0))
    self.strain = strain
    self.reward = reward
    loads = Array(repeating: 0, count: before.count)
    lastTasks = Array(repeating: 0, count: before.count)
  }

  public var summary: String {
    "success by chance of the kind and the agent, another after \(change) tasks; load \(strain.load) a task, "
      + "x\(strain.decay) a step; reward is \(reward.rawValue)"
  }

  private func ability(_ task: Task, _ agent: AgentID) -> Ability? {
    let abilities = task.id.rawValue > change ? after : before
    return agent.rawValue < UInt64(abilities.count) ? abilities[Int(agent.rawValue)] : nil
  }

  /// The agent's load when the task comes.
  private func load(_ task: Task, _ agent: Int) -> Double {
    let steps = task.id.rawValue &- lastTasks[agent]
    return loads[agent] * Portable.pow(strain.decay, Double(min(steps, 10_000)))
  }

  /// The chance when the agent is idle.
  public func expectation(of task: Task, on agent: Agent, at now: Instant) -> Expectation? {
    guard let ability = ability(task, agent.id), let chance = chance(ability, task) else { return nil }
    return Expectation(success: chance, cost: costs[Int(agent.id.rawValue)] * 1e6)
  }

  private func chance(_ ability: Ability, _ task: Task) -> Double? {
    let kind = Int(task.kind.rawValue) - 1
    return ability.success.indices.contains(kind) ? ability.success[kind] : nil
  }

  public func execute(
    _ task: Task, on agent: Agent, attempt: Int, load _: Int, at now: Instant, random: inout Random
  )
    -> Execution
  {
    guard let ability = ability(task, agent.id), let chance = chance(ability, task) else {
      return Execution(duration: 0, succeeded: false, retryable: false, cost: 0)
    }
    let row = Int(agent.id.rawValue)
    let load = load(task, row)
    let succeeded = random.bernoulli(chance * (1 - strain.wear * load))
    let mean = ability.latency * (1 + strain.slowdown * load)
    let milliseconds = max(10, mean * (1 + strain.noise * random.normal()))
    return Execution(
      duration: saturatedNanoseconds(milliseconds * 1e-3), succeeded: succeeded, retryable: false,
      reward: worth(succeeded, milliseconds, costs[row]), cost: saturatedWhole(costs[row] * 1e6))
  }

  private func worth(_ succeeded: Bool, _ milliseconds: Double, _ cost: Double) -> Double {
    let base = succeeded ? 1.0 : 0
    switch reward {
    case .success: return base
    case .utility:
      return min(max(base - 0.2 * min(1, milliseconds / 2000).squareRoot() - 0.15 * cost, 0), 1)
    }
  }

  public mutating func gave(_ task: Task, to agent: Agent, at now: Instant) {
    guard agent.id.rawValue < UInt64(loads.count) else { return }
    let row = Int(agent.id.rawValue)
    loads[row] = min(1, load(task, row) + strain.load)
    lastTasks[row] = task.id.rawValue
  }
}
