import MusterCore
import MusterMath

/// How long a model endpoint takes for a request: a declared model, not a measurement.
///
/// (prompt tokens / prefill rate + answer tokens / decode rate) x (1 + slowdown x other requests there) /
/// speed, where the others are those under lease when the request is given to the endpoint. The answer has as
/// many tokens as recorded; the price a token decides what it costs.
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

  private let rates: Rates
  /// Tokens to prefill, by ``TaskID`` from 1: those of the prompt that no cache holds.
  private let prompts: [Int32]
  /// Tokens of the answer, by ``TaskID`` from 1.
  private let answers: [Int32]

  /// - Parameters:
  ///   - prompts: tokens to prefill, for the tasks with ids from 1.
  ///   - answers: tokens of the answers, for the same tasks.
  public init(rates: Rates, prompts: [Int32], answers: [Int32]) {
    self.rates = rates
    self.prompts = prompts
    self.answers = answers
  }

  public var summary: String {
    "prefill \(rates.prefill) and decode \(rates.decode) tokens/s a stream, \(rates.slowdown) slower a further stream"
  }

  public func execute(_ task: Task, on agent: Agent, attempt: Int, load: Int, random: inout Random)
    -> Execution
  {
    let row = Int(truncatingIfNeeded: task.id.rawValue &- 1)
    guard prompts.indices.contains(row), answers.indices.contains(row) else { return Execution(duration: 0) }
    let alone = Double(prompts[row]) / rates.prefill + Double(answers[row]) / rates.decode
    let seconds = alone * (1 + rates.slowdown * Double(max(load - 1, 0))) / agent.speed
    return Execution(duration: saturatedNanoseconds(seconds), outputTokens: answers[row])
  }
}
