import MusterCore

/// One thing that goes wrong, and when. Agents are named by their row in the workload.
public struct Fault: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// The agent dies with its work and comes back after the duration.
    case crash(agent: Int)
    /// Work begun on the agent takes `factor` times as long.
    case slowDown(agent: Int, factor: Double)
    /// Work begun on the agent fails with this probability.
    case flaky(agent: Int, probability: Double)
    /// Nothing passes between the agent and the engine; the agent works on, and what it has to say arrives when
    /// the partition heals.
    case partition(agent: Int)
    /// Reports of all agents come late by up to `delay`, with this probability.
    case lateReports(probability: Double, delay: Nanoseconds)
    /// Reports of all agents come twice, with this probability.
    case duplicateReports(probability: Double)
    /// The engine's clock jumps, forwards or back, and stays there.
    case clockJump(by: Nanoseconds)
    /// This share of the agents leaves at once and comes back after the duration.
    case massDeparture(fraction: Double)
  }

  public var kind: Kind
  public var at: Instant
  /// How long it lasts; a clock jump has none.
  public var duration: Nanoseconds

  /// Whom it befalls; nil where it is not one agent.
  public var agent: Int? {
    switch kind {
    case .crash(let agent), .slowDown(let agent, _), .flaky(let agent, _), .partition(let agent): agent
    case .lateReports, .duplicateReports, .clockJump, .massDeparture: nil
    }
  }

  public init(_ kind: Kind, at: Instant, duration: Nanoseconds) {
    self.kind = kind
    self.at = at
    self.duration = duration
  }
}

/// Everything that goes wrong in a run, in the order of time.
public struct FaultPlan: Sendable, Equatable {
  public var faults: [Fault]
  public init(_ faults: [Fault] = []) { self.faults = faults.sorted { $0.at < $1.at } }
  public static var none: FaultPlan { FaultPlan() }
}
