import MusterMath

/// A layer for each group of agents, side by side: agents of one group share its parameters, groups share none.
///
/// A row of input is one vector for each agent in the agents' order, a row of output likewise.
/// `O(rows * agents)` times what a group's layer costs.
public struct RoleLayer: Layer {
  public var inputs: Int { agents * width }
  public var outputs: Int { agents * layers[0].outputs }

  let layers: [any Layer]
  let groups: [[Int]]
  let agents: Int
  private var width: Int { layers[0].inputs }

  /// `groups` are disjoint and hold `agents` agents in all; their layers are of one width.
  public init(_ layers: [any Layer], groups: [[Int]], agents: Int) {
    precondition(
      !layers.isEmpty && layers.count == groups.count && groups.reduce(0) { $0 + $1.count } == agents,
      "each group has a layer and each agent a group")
    for layer in layers {
      precondition(
        layer.inputs == layers[0].inputs && layer.outputs == layers[0].outputs, "layers of one width")
    }
    self.layers = layers
    self.groups = groups
    self.agents = agents
  }

  /// For each group its input, its output, the gradients by both and its layer's tape.
  public func tapeCount(rows: Int) -> Int { groups.indices.reduce(0) { $0 + size($1, rows) } }

  private func size(_ group: Int, _ rows: Int) -> Int {
    let count = rows * groups[group].count
    return 2 * count * (width + layers[group].outputs) + layers[group].tapeCount(rows: count)
  }

  public func initialise(_ parameters: UnsafeMutablePointer<Float>, _ random: inout Random) {
    for layer in layers { layer.initialise(parameters, &random) }
  }

  public func forward(
    _ parameters: UnsafePointer<Float>, input: UnsafePointer<Float>, rows: Int,
    output: UnsafeMutablePointer<Float>, tape: UnsafeMutablePointer<Float>
  ) {
    var own = tape
    for (group, layer) in layers.enumerated() where !groups[group].isEmpty {
      let count = rows * groups[group].count
      let result = own + 2 * count * width
      gather(group, input, width, rows, own)
      layer.forward(
        parameters, input: own, rows: count, output: result, tape: result + 2 * count * layer.outputs)
      scatter(group, result, layer.outputs, rows, output)
      own += size(group, rows)
    }
  }

  public func backward(
    _ parameters: UnsafePointer<Float>, gradients: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>,
    output: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, rows: Int,
    inputGradient: UnsafeMutablePointer<Float>?, tape: UnsafeMutablePointer<Float>
  ) {
    var own = tape
    for (group, layer) in layers.enumerated() where !groups[group].isEmpty {
      let count = rows * groups[group].count
      let byInput = own + count * width
      let result = byInput + count * width
      let byResult = result + count * layer.outputs
      gather(group, outputGradient, layer.outputs, rows, byResult)
      layer.backward(
        parameters, gradients: gradients, input: own, output: result, outputGradient: byResult, rows: count,
        inputGradient: inputGradient == nil ? nil : byInput, tape: byResult + count * layer.outputs)
      if let inputGradient { scatter(group, byInput, width, rows, inputGradient) }
      own += size(group, rows)
    }
  }

  private func gather(
    _ group: Int, _ from: UnsafePointer<Float>, _ width: Int, _ rows: Int, _ to: UnsafeMutablePointer<Float>
  ) {
    var target = to
    for row in 0..<rows {
      for agent in groups[group] {
        target.update(from: from + (row * agents + agent) * width, count: width)
        target += width
      }
    }
  }

  private func scatter(
    _ group: Int, _ from: UnsafePointer<Float>, _ width: Int, _ rows: Int, _ to: UnsafeMutablePointer<Float>
  ) {
    var source = from
    for row in 0..<rows {
      for agent in groups[group] {
        (to + (row * agents + agent) * width).update(from: source, count: width)
        source += width
      }
    }
  }
}
