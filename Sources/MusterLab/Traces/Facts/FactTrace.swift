import MusterCore

/// Muster's own log as a trace: yesterday's names, tenants, agents and tasks, to be tried under another
/// policy.
///
/// Tasks arrive when they were submitted; agents come, change, drain and go, callers cancel and tenants'
/// terms change when they did. What the engine and its policy decided (leases, retries, preemptions,
/// suspicions) is not replayed but decided anew, and what comes of it is a ``ReplayWorld``'s to say. Time
/// begins with the first fact. Idempotency keys are dropped: what was refused as a repeat is not in the log.
/// A seed orders equal agents and draws the outcomes of tries that the log does not know.
public struct FactTrace: Trace {
  public let spec: String
  private let log: FactLog
  private let configuration: EngineConfiguration

  /// - Parameters:
  ///   - spec: what to call it, e.g. `log:muster.db`.
  ///   - facts: the whole log, from its first fact.
  ///   - configuration: what the log was written under; by default leases never lapse and silence is ignored, so that
  ///     nothing is left to heartbeats that the log does not hold.
  ///   - answer: reads a note of the log, by its tag and bytes, that says when an agent answered on a lease whose report
  ///     came later: the agent's time ends there, whenever its answer was judged. Nil for any other note.
  /// - Throws: ``TraceError`` where the facts hold no agent or no task.
  public init(
    spec: String, facts: [Fact], configuration: EngineConfiguration = EngineConfiguration(),
    answer: (_ tag: UInt8, _ bytes: [UInt8]) -> (lease: LeaseID, at: Instant)? = { _, _ in nil }
  ) throws(TraceError) {
    self.spec = spec
    self.configuration = configuration
    log = FactLog(facts, answer: answer)
    guard !log.agents.isEmpty else {
      throw TraceError(
        .malformed, file: spec, found: "no agent in \(facts.count) facts", expected: "a log that holds one")
    }
    guard log.taskCount > 0 else {
      throw TraceError(
        .malformed, file: spec, found: "no task in \(facts.count) facts", expected: "a log that holds one")
    }
  }

  public var summary: String {
    "\(log.taskCount) tasks, \(log.agents.count) agents and \(log.world.tryCount) tries in "
      + "\(Int(Instant(log.span).seconds.rounded())) s of a log"
  }

  public func workload(seed: UInt64) -> Workload {
    var workload = Workload(world: log.world)
    workload.names = log.names
    workload.tenants = log.tenants
    workload.agents = log.agents
    workload.arrivals = log.arrivals
    workload.script = log.script
    workload.engine = configuration
    workload.engine.taskLimit = max(configuration.taskLimit, log.taskCount)
    workload.engine.agentLimit = max(configuration.agentLimit, log.agents.count)
    // Under another policy a task may end earlier than it did: whoever depends on it must still find it.
    workload.engine.retention = max(configuration.retention, log.taskCount)
    return workload
  }
}
