import Logging
import MusterCore
import MusterMath

/// An agent that is made up: it waits as long as work would take, and fails as often as it is told to. For demos,
/// drills and tests.
public final class SimulatedAgent: AgentDriver {
  /// How it behaves.
  public struct Behaviour: Sendable, Equatable {
    /// Mean time of a try, exponentially distributed.
    public var meanLatency: Duration
    /// The chance that a try fails.
    public var failureProbability: Double
    public var seed: UInt64

    public init(meanLatency: Duration, failureProbability: Double, seed: UInt64 = 0) {
      self.meanLatency = meanLatency
      self.failureProbability = failureProbability
      self.seed = seed
    }
  }

  private let behaviour: Behaviour
  private let shell: Shell
  private let verifier: Verifier?

  /// - Parameter verifier: who judges its answers; nil for nobody.
  public init(_ behaviour: Behaviour, shell: Shell, verifier: Verifier? = nil) {
    self.behaviour = behaviour
    self.shell = shell
    self.verifier = verifier
  }

  /// How long the try of a lease takes and whether it succeeds: a function of the seed and the lease.
  public func fate(of lease: LeaseID) -> (latency: Duration, succeeds: Bool) {
    var random = Random(seed: Mix.hash(behaviour.seed, lease.rawValue))
    let mean =
      Double(behaviour.meanLatency.components.seconds) * 1e9
      + Double(behaviour.meanLatency.components.attoseconds) * 1e-9
    let latency = mean > 0 ? random.exponential(mean: mean) : 0
    return (.nanoseconds(Int64(min(latency, mean * 20))), random.unit() >= behaviour.failureProbability)
  }

  public func dispatch(_ work: Work) {
    let fate = fate(of: work.lease)
    Swift.Task { [shell, verifier] in
      await shell.post { session in try session.handle(.start(work.lease, work.task)) }
      try? await Swift.Task.sleep(for: fate.latency)
      let result =
        fate.succeeds
        ? WorkResult(succeeded: true, output: work.input)
        : WorkResult(succeeded: false, failure: "simulated failure")
      _ = try? await shell.reportSurely(result, of: work, verifier)
    }
  }

  /// The report of a lease that was taken back is ignored by the engine: nothing to stop.
  public func recall(_ lease: LeaseID, of task: TaskID, from agent: AgentID) {}
}
