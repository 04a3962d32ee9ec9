import MusterCore
import MusterMath

/// How long a model endpoint takes for a request: a declared model, not a measurement.
///
/// An endpoint prefills prompts one after the other, in the order in which it was given them, at a fixed rate: the
/// first token comes when its own prompt is done. Blocks at the front of the prompt that its cache holds cost
/// nothing. It then decodes all its answers at once, (answer tokens / decode rate) x (1 + slowdown x other requests
/// there), where the others are those under lease when the request is given to it. Both go with the agent's speed.
/// The answer has as many tokens as recorded; the price a token decides what it costs. An endpoint that goes down
/// loses its cache.
public struct ServingWorld: World {
  /// Tokens a second and stream, and what the streams cost each other.
  public struct Rates: Sendable, Equatable {
    /// Prompt tokens a second.
    public var prefill: Double
    /// Answer tokens a second.
    public var decode: Double
    /// By what share of its time each further request on the endpoint slows a request down.
    public var slowdown: Double

    public init(prefill: Double, decode: Double, slowdown: Double) {
      self.prefill = prefill
      self.decode = decode
      self.slowdown = slowdown
    }
  }

  /// What an endpoint has in hand.
  private struct Endpoint: Sendable {
    /// When it has prefilled all prompts that it was given.
    var freeAt = Instant.zero
    var cache: RecencySet
  }

  private let rates: Rates
  /// Tokens of a block of a prefix.
  private let blockTokens: Int
  /// Blocks that the cache of an endpoint holds; zero for none.
  private let cacheBlocks: Int
  /// Tokens to prefill where nothing is cached, by ``TaskID`` from 1.
  private let prompts: [Int32]
  /// Tokens of the answer, by ``TaskID`` from 1.
  private let answers: [Int32]
  /// By agent id.
  private var endpoints: [Endpoint]
  private var blocks = 0
  private var hits = 0

  /// - Parameters:
  ///   - prompts: tokens to prefill, for the tasks with ids from 1.
  ///   - answers: tokens of the answers, for the same tasks.
  ///   - endpoints: how many there are, with agent ids from 0.
  ///   - cacheBlocks: how many blocks of `blockTokens` tokens each of them keeps; zero for no cache.
  public init(
    rates: Rates, prompts: [Int32], answers: [Int32], endpoints: Int, cacheBlocks: Int = 0,
    blockTokens: Int = 512
  ) {
    self.rates = rates
    self.prompts = prompts
    self.answers = answers
    self.blockTokens = blockTokens
    self.cacheBlocks = cacheBlocks
    self.endpoints = Array(repeating: Endpoint(cache: RecencySet(capacity: cacheBlocks)), count: endpoints)
  }

  public var summary: String {
    "prefill \(rates.prefill) tokens/s, one prompt after the other, decode \(rates.decode) tokens/s a stream, "
      + "\(rates.slowdown) slower a further stream"
      + (cacheBlocks > 0 ? "; \(cacheBlocks) blocks of \(blockTokens) tokens cached an endpoint" : "")
  }

  public func execute(
    _ task: Task, on agent: Agent, attempt: Int, load: Int, at now: Instant, random: inout Random
  ) -> Execution {
    let row = Int(truncatingIfNeeded: task.id.rawValue &- 1)
    guard prompts.indices.contains(row), answers.indices.contains(row), let endpoint = index(agent) else {
      return Execution(duration: 0)
    }
    let decoding =
      Double(answers[row]) / rates.decode * (1 + rates.slowdown * Double(max(load - 1, 0))) / agent.speed
    return Execution(
      startDelay: max(endpoints[endpoint].freeAt - now, 0) + prefilling(task, row, endpoint, agent.speed),
      duration: saturatedNanoseconds(decoding), outputTokens: answers[row])
  }

  public mutating func gave(_ task: Task, to agent: Agent, at now: Instant) {
    let row = Int(truncatingIfNeeded: task.id.rawValue &- 1)
    guard prompts.indices.contains(row), let endpoint = index(agent) else { return }
    endpoints[endpoint].freeAt =
      max(endpoints[endpoint].freeAt, now) + prefilling(task, row, endpoint, agent.speed)
    guard cacheBlocks > 0 else { return }
    blocks += task.prefix.count
    hits += endpoints[endpoint].cache.prefix(of: task.prefix)
    endpoints[endpoint].cache.use(prefix: task.prefix)
  }

  public mutating func lost(_ agent: Agent) {
    guard let endpoint = index(agent) else { return }
    endpoints[endpoint] = Endpoint(cache: RecencySet(capacity: cacheBlocks))
  }

  public var metrics: [MetricValue] {
    blocks == 0 ? [] : [MetricValue("prefixHitPct", 100 * Double(hits) / Double(blocks))]
  }

  private func index(_ agent: Agent) -> Int? {
    agent.id.rawValue < UInt64(endpoints.count) ? Int(agent.id.rawValue) : nil
  }

  /// What is left of the prompt to prefill on the endpoint.
  private func prefilling(_ task: Task, _ row: Int, _ endpoint: Int, _ speed: Double) -> Nanoseconds {
    let known = cacheBlocks > 0 ? endpoints[endpoint].cache.prefix(of: task.prefix) * blockTokens : 0
    return saturatedNanoseconds(Double(max(Int(prompts[row]) - known, 0)) / rates.prefill / speed)
  }
}
