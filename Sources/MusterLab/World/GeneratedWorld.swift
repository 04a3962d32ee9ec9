import MusterCore
import MusterMath

/// Work whose size is known and whose outcome depends on how good the agent is at the kind.
///
/// A try takes size / speed times a lognormal noise; it succeeds with the probability of the (kind, agent)
/// pair, and one that fails does so at a moment that is uniform over that time. The agent's price decides
/// what it costs.
public struct GeneratedWorld: World {
  /// Seconds on an agent of speed 1, by ``TaskID`` from 1.
  private let sizes: [Double]
  /// Log-odds of success in the middle.
  private let odds: Double
  private let spread: Double
  private let pool: UInt64

  /// Deviation of the logarithm of the noise (declared), and how many of them it may be off.
  private static let noise = 0.2
  private static let noiseLimit = 3.0
  /// The most that the noise multiplies a duration by; above e^0.6, so that rounding cannot reach it.
  static let greatestNoise = 1.85

  /// - Parameters:
  ///   - sizes: seconds on an agent of speed 1, for the tasks with ids from 1.
  ///   - success: the chance of success of the middle pair of a kind and an agent, in 0..<1.
  ///   - spread: deviation of the log-odds over pairs; zero makes all pairs equal.
  ///   - pool: which table of pairs.
  public init(sizes: [Double], success: Double, spread: Double, pool: UInt64) {
    self.sizes = sizes
    odds = Portable.log(success / (1 - success))
    self.spread = spread
    self.pool = pool
  }

  public var summary: String {
    "size / speed, lognormal noise of \(Self.noise); success by kind and agent; cost by the agent's price"
  }

  /// The chance that the agent succeeds at the kind. Drawn by a hash of the pair, so that it takes no room.
  public func successProbability(of kind: KindID, on agent: AgentID) -> Double {
    let draw = Mix.unit(
      Mix.hash(Mix.hash(pool, GeneratedStream.pairs), UInt64(kind.rawValue), agent.rawValue))
    // In the middle of its step of 2^-53: a normal number at 0 would be infinite.
    return 1 / (1 + Portable.exp(-(odds + spread * Normal.quantile(draw + 0x1p-54))))
  }

  public func expectation(of task: Task, on agent: Agent, at now: Instant) -> Expectation? {
    Expectation(
      success: successProbability(of: task.kind, on: agent.id), cost: Double(task.quote(at: agent.price)))
  }

  public func execute(
    _ task: Task, on agent: Agent, attempt: Int, load: Int, at now: Instant, random: inout Random
  )
    -> Execution
  {
    let row = Int(truncatingIfNeeded: task.id.rawValue &- 1)
    guard sizes.indices.contains(row) else { return Execution(duration: 0) }
    let noise = max(-Self.noiseLimit, min(Self.noiseLimit, random.normal()))
    var seconds = sizes[row] / agent.speed * Portable.exp(Self.noise * noise)
    let succeeded = random.bernoulli(successProbability(of: task.kind, on: agent.id))
    let moment = random.unit()
    if !succeeded { seconds *= moment }
    return Execution(duration: saturatedNanoseconds(seconds), succeeded: succeeded)
  }
}
