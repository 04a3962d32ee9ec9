import MusterMath

/// The mixer of value decomposition networks (VDN, Sunehag et al., 2018): the team's value is the sum of the
/// agents'. A row of input is the state, which is not looked at, and one value for each agent. No parameters.
public struct SumMixer: Layer {
  public var inputs: Int { state + agents }
  public var outputs: Int { 1 }

  let state: Int
  let agents: Int

  /// For a state of this size and so many agents.
  public init(state: Int, agents: Int) {
    self.state = state
    self.agents = agents
  }

  public func tapeCount(rows: Int) -> Int { 0 }

  public func initialise(_ parameters: UnsafeMutablePointer<Float>, _ random: inout Random) {}

  public func forward(
    _ parameters: UnsafePointer<Float>, input: UnsafePointer<Float>, rows: Int,
    output: UnsafeMutablePointer<Float>, tape: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rows {
      var sum: Float = 0
      for agent in 0..<agents { sum += input[row * inputs + state + agent] }
      output[row] = sum
    }
  }

  public func backward(
    _ parameters: UnsafePointer<Float>, gradients: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>,
    output: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, rows: Int,
    inputGradient: UnsafeMutablePointer<Float>?, tape: UnsafeMutablePointer<Float>
  ) {
    guard let inputGradient else { return }
    for row in 0..<rows {
      let target = inputGradient + row * inputs
      target.update(repeating: 0, count: state)
      (target + state).update(repeating: outputGradient[row], count: agents)
    }
  }
}
